-- Whom does a selection list: those with a place, and the harmful people outside?
-- Grain:   one row per person and list
-- Inputs:  selected
-- Params:  $setting_no
select
    $setting_no::integer as setting_no,
    'proposed' as list,
    person_id
from selected
where list = 'proposed'
union all
select
    $setting_no::integer as setting_no,
    'harmful_outside' as list,
    person_id
from selected
where harmful_place is not null
