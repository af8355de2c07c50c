-- Which statements the derived tables were made by: software with others makes them again.
-- NULL: made before this was kept.
alter table derived_state add column statements_sha256 varchar;
