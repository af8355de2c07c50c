-- How many bytes of the database's file are in use?
-- Grain:  one row
-- Inputs: none (the file's own account)
select coalesce(sum(used_blocks * block_size), 0)::bigint as bytes
from pragma_database_size()
where database_name = current_database()
