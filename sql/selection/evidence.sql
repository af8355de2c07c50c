-- What did each explained person's offence measures count, code by code?
-- Grain:   one row per explained person, measure and code as given, gravest first
-- Inputs:  listed_offence (a temporary table), code_in_class, code_resolution
-- Params:  $measure (a number), $after, $standing, $offence_class, $flag, $only_free: lists of equal length, one entry
--          per measure and class counted; after NULL: all history; standing: the least that counts; flag NULL asks
--          for none; only_free: offences dated in an absence do not count, as in a rate
with wanted as (
    select
        unnest($measure::integer[]) as measure,
        unnest($after::date[]) as after,
        unnest($standing::integer[]) as standing,
        unnest($offence_class::varchar[]) as offence_class,
        unnest($flag::varchar[]) as flag,
        unnest($only_free::boolean[]) as only_free
),

-- distinct: a code may be in several of the classes that one measure counts
counted as (
    select distinct
        o.person_id,
        w.measure,
        o.offence_id,
        o.code_id,
        o.severity,
        o.dated_inside
    from listed_offence as o
    inner join wanted as w on o.standing >= w.standing and (w.after is null or o.offence_on > w.after)
    inner join code_in_class as c on o.code_id = c.code_id and w.offence_class = c.offence_class
    where
        case w.flag
            when 'domestic_abuse' then o.domestic_abuse
            when 'hate' then o.hate
            when 'weapon' then o.weapon
            when 'alcohol' then o.alcohol
            when 'drugs' then o.drugs
            else true
        end
        and not (w.only_free and o.dated_inside)
)

select
    c.person_id,
    c.measure,
    r.code_id,
    count(*) as offences,
    count(*) filter (where c.dated_inside) as dated_inside
from counted as c
inner join code_resolution as r on c.code_id = r.code_id
group by c.person_id, c.measure, r.code_id, r.code_kind, r.code_given
order by
    c.person_id asc, c.measure asc, sum(c.severity) desc nulls last, offences desc,
    r.code_kind asc, r.code_given asc, r.code_id asc
