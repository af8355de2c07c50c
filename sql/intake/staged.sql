-- Which records did the file give, whatever table they are for?
-- Grain:   one row per record or detail, refused ones too
-- Inputs:  arrived_*
create temp view staged as
select
    'subject_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_subject_version
union all
select
    'subject_identifier_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_subject_identifier_version
union all
select
    'subject_name_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_subject_name_version
union all
select
    'home_area_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_home_area_version
union all
select
    'supervision_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_supervision_version
union all
select
    'offence_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_offence_version
union all
select
    'offence_victim_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_offence_victim_version
union all
select
    'offence_status_event' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_offence_status_event
union all
select
    'absence_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_absence_version
union all
select
    'sanction_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_sanction_version
union all
select
    'held_score_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_held_score_version
union all
select
    'intelligence_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_intelligence_version
union all
select
    'needs_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_needs_version
union all
select
    'local_code_version' as table_name,
    record_no,
    row_no,
    item,
    record_key,
    content
from arrived_local_code_version
