-- Begins the statement that stores a derived relation anew.
create or replace table {{ table }} as
