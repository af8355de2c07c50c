-- Leave of refused rows their number, place and rule, and nothing of what they said; they can no longer be corrected.
-- Grain:   one row per refused row (updated)
-- Inputs:  quarantine
-- Params:  $quarantine_ids
update quarantine
set
    raw = '{}',
    raw_sha256 = '',
    occurrence = null,
    state = case state when 'open' then 'dropped' else state end
where quarantine_id in (select unnest($quarantine_ids))
