-- What has the store held of one table, in any version?
-- Grain:   one row per version
-- Inputs:  {{ table }}
create or replace temp view held_version as
select
    system,
    record_key,
    content,
    known_to
from {{ table }}
