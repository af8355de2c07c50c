-- Who has a place under how many settings, the firmest first?
-- Grain:   one row per person with a place under any setting, the document as it stands included
-- Inputs:  trial_standing
select
    person_id,
    settings,
    in_base
from trial_standing
order by settings desc, person_id asc
