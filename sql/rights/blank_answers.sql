-- Take the words of decisions that lost theirs from the questions that they answered, also those of other people.
-- Grain:   one row per question (updated)
-- Inputs:  match_proposal, person_decision
-- No two decisions are of one moment; a question that was handed on has the moment and words of its answer.
update match_proposal
set reason = ''
where
    reason != ''
    and decided_at in (select d.decided_at from person_decision as d where d.reason = '')
