-- Of each person followed: the score then, and what came of it?
-- Grain:   one row per person
-- Inputs:  calibration_followed, calibration_proven, calibration_custody, risk_feature, risk_score
-- Blanks:  {{ score }}: one of the scores; {{ band }}: the column of the band that goes with it
-- z is NULL where the score is absent.
select
    f.person_id,
    r.history,
    s.{{ score }}_z as z,
    s.{{ band }}_band as band,
    r.sex,
    r.age_at_start,
    f.ethnicity_self,
    f.ethnicity_officer,
    p.person_id is not null as reoffended,
    coalesce(p.violent, false) as reoffended_violently,
    coalesce(p.violence_unknown, false) as violence_unknown,
    coalesce(c.days_inside, 0) as days_inside,
    f.alive_to - f.as_at as days_followed,
    f.died
from calibration_followed as f
inner join risk_score as s on f.person_id = s.person_id
inner join risk_feature as r on f.person_id = r.person_id
left join calibration_proven as p on f.person_id = p.person_id
left join calibration_custody as c on f.person_id = c.person_id
order by f.person_id
