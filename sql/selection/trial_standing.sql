-- Under how many settings has each person a place?
-- Grain:   one row per person with a place under any setting, the document as it stands included
-- Inputs:  trial_member
select
    person_id,
    count(*)::integer as settings,
    bool_or(setting_no = 0) as in_base
from trial_member
where list = 'proposed'
group by person_id
