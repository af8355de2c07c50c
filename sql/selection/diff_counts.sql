-- How many are proposed before and after, and how many came, went, moved or only stand elsewhere in the order?
-- Grain:   one row
-- Inputs:  diff_before, diff_after, diff_pair
with before as (
    select count(*) as proposed
    from diff_before
    where list = 'proposed'
),

after as (
    select count(*) as proposed
    from diff_after
    where list = 'proposed'
),

changed as (
    select
        count(*) filter (where change = 'came') as came,
        count(*) filter (where change = 'went') as went,
        count(*) filter (where change = 'moved') as moved,
        count(*) filter (where change = 'reranked') as reranked
    from diff_pair
)

select
    b.proposed as proposed_before,
    c.came,
    c.went,
    a.proposed as proposed_after,
    c.moved,
    c.reranked
from before as b
cross join after as a
cross join changed as c
