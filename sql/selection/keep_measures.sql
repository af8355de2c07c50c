-- Keep the measures of everyone considered, as typed columns by name (held.x as held__x): a table of one run.
-- Grain:   one row per person considered
-- Inputs:  measured
-- Blanks:  {{ columns }}: the document's measures and the names it reads
select
    person_id,
    {{ columns }}  -- noqa: RF02
from measured
