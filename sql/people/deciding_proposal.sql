-- Which questions were asked about the people that a decision concerns, and how did they stand just before it?
-- Grain:   one row per proposal
-- Inputs:  match_proposal
-- Params:  $people (person ids)
create or replace temp table deciding_proposal as
select
    proposal_id,
    state
from match_proposal
where low_person_id in (select unnest($people)) or high_person_id in (select unnest($people))
