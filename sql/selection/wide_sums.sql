-- How large does each sum of severity get?
-- Grain:   one row
-- Inputs:  judged
-- Blanks:  {{ columns }}: the greatest value of each
select {{ columns }}
from judged
