-- Which flags does any loaded source state of an offence?
-- Grain:   one row per flag that is stated, set or not, of any offence of anybody measured
-- Inputs:  offence_scored, person_current
with stated as (
    select
        bool_or(o.domestic_abuse is not null) as domestic_abuse,
        bool_or(o.hate is not null) as hate,
        bool_or(o.weapon is not null) as weapon,
        bool_or(o.alcohol is not null) as alcohol,
        bool_or(o.drugs is not null) as drugs
    from offence_scored as o
    inner join person_current as p on o.person_id = p.person_id
)

select 'domestic_abuse' as flag
from stated
where domestic_abuse
union all
select 'hate' as flag
from stated
where hate
union all
select 'weapon' as flag
from stated
where weapon
union all
select 'alcohol' as flag
from stated
where alcohol
union all
select 'drugs' as flag
from stated
where drugs
