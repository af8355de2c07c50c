-- How does the question stand whether two persons are one?
-- Grain:   at most one row per proposal of the pair that is open or decided apart
-- Inputs:  match_proposal
-- Params:  $one, $other
select state
from match_proposal
where
    state in ('open', 'kept_apart')
    and low_person_id = least($one, $other)
    and high_person_id = greatest($one, $other)
order by state
