-- Of whom does the answer speak that is given again: the people of the lines that its request left in the log?
-- Grain:  one row per person
-- Inputs: audit_person
-- Params: $lines (list of numbers of lines)
-- Blanks: {{ people }}, the temporary table that holds them
-- The bounds let blocks of the log be passed over.
create or replace temp table {{ people }} as
select distinct person_id
from audit_person
where
    seq between list_min($lines::bigint[]) and list_max($lines::bigint[])
    and list_contains($lines::bigint[], seq)
