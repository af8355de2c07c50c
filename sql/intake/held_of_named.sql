-- What has the store held of one table about the offences that the file names, in any version?
-- Grain:   one row per version
-- Inputs:  {{ table }}, named_offence
-- By number first: offences told together lie together, so that of a large table little is read.
create or replace temp view held_version as
select
    v.system,
    v.record_key,
    v.content,
    v.known_to
from {{ table }} as v
semi join named_offence as n on v.offence_id = n.offence_id
