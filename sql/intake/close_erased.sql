-- Close the refused rows of people who were erased: there is nothing in them to correct.
-- Grain:   one row per refused row (updated)
-- Inputs:  quarantine, numbered_refusal, failure
-- Params:  $check_no
update quarantine
set state = 'dropped'
where
    state = 'open'
    and (
        -- one whose fields could not be told apart, and that may be theirs, is kept without a word too
        raw = '{}'
        or quarantine_id in (
            select n.quarantine_id
            from numbered_refusal as n
            inner join failure as f on n.row_no = f.row_no
            where f.check_no = $check_no
        )
    )
