-- Add the people that an audit line speaks of, given as a temporary table.
-- Grain:  one row per person, whatever the repeats
-- Inputs: {{ people }}, any relation with a person_id
-- Params: $seq
insert into audit_person (seq, person_id)
select distinct
    $seq as seq,
    person_id
from {{ people }}
order by person_id
