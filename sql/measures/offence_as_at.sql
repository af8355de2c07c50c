-- Which offences lie in the longest window that is asked for, and what has been shown of each by the date?
-- Grain:   one row per (person, offence reference)
-- Inputs:  {{ offences }}: offence_scored, or rows of it; offence_status_span
-- Params:  $as_at, $earliest (exclusive)
-- standing orders what has been shown: 3 proven, 2 charged, 1 suspected, 0 acquitted, no further action or nothing.
-- Most offences have had their last status by the date, and offence_scored numbers what it shows; only the others
-- are looked up in the spans. The two are apart because a left join whose condition the database can tell to be never
-- true, under another join, ends DuckDB 1.5.6 with an internal error.
select
    o.person_id,
    o.offence_id,
    o.offence_on,
    o.code_id,
    o.severity,
    o.dated_inside,
    o.domestic_abuse,
    o.hate,
    o.weapon,
    o.alcohol,
    o.drugs,
    o.last_standing as standing
from {{ offences }} as o
where
    o.offence_on > $earliest
    and o.offence_on <= $as_at
    and (o.last_status_on is null or o.last_status_on <= $as_at)
union all
select
    o.person_id,
    o.offence_id,
    o.offence_on,
    o.code_id,
    o.severity,
    o.dated_inside,
    o.domestic_abuse,
    o.hate,
    o.weapon,
    o.alcohol,
    o.drugs,
    case
        when s.status in ('convicted', 'cautioned') then 3
        when s.status = 'charged' then 2
        when s.status in ('arrested', 'suspect') then 1
        else 0
    end::tinyint as standing
from {{ offences }} as o
left join offence_status_span as s
    on
        o.person_id = s.person_id
        and o.offence_id = s.offence_id
        and s.from_date <= $as_at
        and s.to_date > $as_at
where o.offence_on > $earliest and o.offence_on <= $as_at and o.last_status_on > $as_at
