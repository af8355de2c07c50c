-- Begins the statement that names a relation on one cursor without making it.
create or replace temporary view {{ view }} as
