-- Add to the members of a trial those of one setting, on the list that it can change.
-- Grain:   one row per person
-- Inputs:  selected
-- Params:  $setting_no, $list: proposed or harmful_outside
insert into trial_member
select
    $setting_no::integer as setting_no,
    $list as list,
    person_id
from selected
where case when $list = 'proposed' then list = 'proposed' else harmful_place is not null end
