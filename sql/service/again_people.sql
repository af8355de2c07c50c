-- Of whom does the answer speak that is given again: the people of the lines that its request left in the log?
-- Grain:  one row per person
-- Inputs: audit_person
-- Params: $first_line, $last_line
-- Blanks: {{ people }}, the temporary table that holds them
create or replace temp table {{ people }} as
select distinct person_id
from audit_person
where seq between $first_line and $last_line
