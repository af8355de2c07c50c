-- What became of each person from one selection to the next?
-- Grain:   one row per person whose list, cohort, area, order or place is another
-- Inputs:  diff_before, diff_after
-- change: came to the list of those proposed, went from it, moved (another list, cohort or area), reranked
create or replace temporary table diff_pair as
with paired as (
    select
        coalesce(b.person_id, a.person_id) as person_id,
        coalesce(b.list = 'proposed', false) as was_proposed,
        coalesce(a.list = 'proposed', false) as is_proposed,
        coalesce(
            b.list is distinct from a.list
            or b.cohort is distinct from a.cohort
            or b.capacity_area is distinct from a.capacity_area
            or (b.harmful_place is null) <> (a.harmful_place is null),
            false
        ) as is_elsewhere,
        coalesce(
            b.rank is distinct from a.rank
            or b.place is distinct from a.place
            or b.places is distinct from a.places
            or b.harmful_place is distinct from a.harmful_place,
            false
        ) as is_reranked
    from diff_before as b
    full outer join diff_after as a on b.person_id = a.person_id
)

select
    person_id,
    case
        when is_proposed and not was_proposed then 'came'
        when was_proposed and not is_proposed then 'went'
        when is_elsewhere then 'moved'
        else 'reranked'
    end as change
from paired
where is_elsewhere or is_reranked
