-- What is said of the person?
-- Grain:   one row
-- Inputs:  person_current
-- Params:  $person_id
select
    birth_date,
    birth_precision,
    death_date,
    sex,
    ethnicity_self,
    ethnicity_officer,
    mappa_category,
    mappa_level,
    domestic_abuse_perpetrator,
    registered_sex_offender,
    lead_worker,
    lead_agency
from person_current
where person_id = $person_id
