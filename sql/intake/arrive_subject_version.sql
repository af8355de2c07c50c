-- What does a chunk of the file say of people?
-- Grain:   one row per record or detail of it
-- Inputs:  chunk
insert into arrived_subject_version
select
    record_no,
    row_no,
    item,
    key_text,
    md5_number(whole_key) as record_key,
    md5_number(content_text) as content,
    declared_on,
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
from chunk
