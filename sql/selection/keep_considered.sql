-- Keep how everyone considered was measured and judged, in a table of one run: measures as typed columns by name
-- (held.x as held__x), columns of our own as own__...
-- Grain:   one row per person considered, in order of person
-- Inputs:  judged
-- Blanks:  {{ columns }}: the document's measures and the names it reads
select
    person_id,
    {{ columns }},  -- noqa: RF02
    own__met_bits,
    own__unknown_bits,
    own__eligible,
    own__cohort,
    own__points
from judged
