-- Which offences lie in the longest window that is asked for, and what status has each as at the date?
-- Grain:   one row per (person, offence reference)
-- Inputs:  offence_scored, offence_status_span
-- Params:  $as_at, $earliest (exclusive)
-- standing orders what has been shown: 3 proven, 2 charged, 1 suspected, 0 acquitted, no further action or nothing.
-- Most offences have had their last status by the date, and offence_scored numbers what it shows; only the others
-- are looked up in the spans.
with stood as (
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
        case when o.last_status_on <= $as_at then o.last_status else s.status end as status,
        case
            when o.last_status_on <= $as_at then o.last_standing
            when s.status in ('convicted', 'cautioned') then 3
            when s.status = 'charged' then 2
            when s.status in ('arrested', 'suspect') then 1
            else 0
        end::tinyint as standing
    from offence_scored as o
    left join offence_status_span as s
        on
            o.last_status_on > $as_at
            and o.person_id = s.person_id
            and o.offence_id = s.offence_id
            and s.from_date <= $as_at
            and s.to_date > $as_at
    where o.offence_on > $earliest and o.offence_on <= $as_at
)

select
    person_id,
    offence_id,
    offence_on,
    code_id,
    severity,
    dated_inside,
    domestic_abuse,
    hate,
    weapon,
    alcohol,
    drugs,
    status,
    standing
from stood
