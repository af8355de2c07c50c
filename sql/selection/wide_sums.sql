-- How large does each sum of severity get?
-- Grain:   one row
-- Inputs:  measured
-- Blanks:  {{ columns }}: the greatest value of each
select {{ columns }}
from measured
