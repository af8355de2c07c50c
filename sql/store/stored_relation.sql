-- Begins the statement that stores a derived relation anew.
-- Blanks: {{ table }}: its name
create or replace table {{ table }} as
