-- What do a document's rules say of its example people?
-- Grain:   one row per example person, in the document's order
-- Inputs:  judged
select
    own__eligible,
    own__cohort,
    own__points,
    own__is_harmful,
    own__met_bits,
    own__unknown_bits
from judged
order by person_id
