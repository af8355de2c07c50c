-- Begins the statement that makes a derived relation for another moment, on one cursor only.
-- Blanks: {{ table }}: its name
create or replace temporary table {{ table }} as
