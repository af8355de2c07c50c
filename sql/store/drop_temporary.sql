-- Does away with a derived relation made for another moment, on one cursor only.
-- Blanks: {{ table }}: its name
drop table if exists temp.{{ table }}
