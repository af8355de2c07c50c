-- The rows of a relation about the offences that an import touched, as they were before it.
-- Grain:  that of the relation (deleted)
-- Inputs: touched_offence
-- Blanks: {{ table }}: its name
delete from {{ table }}
where offence_id in (select t.offence_id from touched_offence as t)
