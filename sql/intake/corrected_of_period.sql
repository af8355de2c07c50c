-- How many records of the period are in the store because refused rows of this file were corrected earlier?
-- Grain:   one row
-- Inputs:  {{ table }}, numbered_refusal, quarantine, import_batch
-- Params:  $system, $covers_from, $covers_to
-- Blanks:  {{ table }}: that of the record type; {{ first_day }}, {{ last_day }}: the days of its spell, or its date
--          twice
-- Of the period as in records_of_period.sql beside this one. The records are those that the file of corrections told
-- which closed such a row: a correction may give a row another key, and one that could not be read its first.
select count(*) as records
from {{ table }} as v
where
    v.system = $system
    and v.known_to is null
    and v.batch_id in (
        select q.closed_by_batch
        from numbered_refusal as n
        inner join quarantine as q on n.quarantine_id = q.quarantine_id
        inner join import_batch as b on q.closed_by_batch = b.batch_id
        where q.state = 'corrected' and b.scope = 'corrections'
    )
    and (v.{{ first_day }} is null or v.{{ first_day }} <= $covers_to)
    and (v.{{ last_day }} is null or v.{{ last_day }} > $covers_from or v.{{ first_day }} >= $covers_from)
