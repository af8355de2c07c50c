-- Take their words from the questions about erased persons, and close those that are open.
-- Grain:   one row per question (updated)
-- Inputs:  match_proposal, erasing_person
-- Params:  $moment
update match_proposal
set
    basis = '',
    against = '',
    reason = case when reason is null then null else '' end,
    decided_at = coalesce(decided_at, $moment),
    decided_by = coalesce(decided_by, 'erasure'),
    state = case state when 'open' then 'superseded' else state end
where
    low_person_id in (select e.person_id from erasing_person as e)
    or high_person_id in (select e.person_id from erasing_person as e)
