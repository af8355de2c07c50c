-- Begins the statement that names a relation on one cursor without making it.
-- Blanks: {{ view }}: its name
create or replace temporary view {{ view }} as
