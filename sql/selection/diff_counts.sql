-- How many are proposed before and after, and how many came, went, moved or only stand elsewhere in the order?
-- Grain:   one row
-- Inputs:  diff_before, diff_after, diff_pair
select
    (select count(*) from diff_before where list = 'proposed') as proposed_before,
    count(*) filter (where change = 'came') as came,
    count(*) filter (where change = 'went') as went,
    (select count(*) from diff_after where list = 'proposed') as proposed_after,
    count(*) filter (where change = 'moved') as moved,
    count(*) filter (where change = 'reranked') as reranked
from diff_pair
