-- What did the rows of a file say, before anything is compared with the store?
-- Grain:   arrived_record: one row per row of the file and mapped record; the others: one row per record or
--          detail of it (item counts details of one row)
-- Inputs:  none; filled by arrive_*.sql beside this one from frames that iom/intake/canonical.py makes
-- record_key NULL: its key cannot be read, or only the whole file tells it and settle_keys.sql fills it in.
-- content NULL: the record only says that the person exists.
create temp table arrived_record (
    record_no smallint, row_no bigint, line bigint, source_key varchar, identity varchar, given_occurrence bigint,
    parent_key uhugeint
);

create temp table arrived_subject_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    birth_date date, birth_precision varchar, death_date date, sex varchar, ethnicity_self varchar,
    ethnicity_officer varchar, mappa_category integer, mappa_level integer, domestic_abuse_perpetrator boolean,
    registered_sex_offender boolean, lead_worker varchar, lead_agency varchar
);

create temp table arrived_subject_identifier_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    kind varchar, value varchar
);

create temp table arrived_subject_name_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    surname varchar, forenames varchar, address varchar, postcode varchar
);

create temp table arrived_home_area_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    area varchar, district varchar, from_date date, to_date date
);

create temp table arrived_supervision_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    kind varchar, from_date date, to_date date
);

create temp table arrived_offence_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    committed_from date, offence_on date, recorded_on date, linked_on date, code_kind varchar, code_given varchar,
    principal boolean, area varchar, victims integer, domestic_abuse boolean, hate boolean, weapon boolean,
    alcohol boolean, drugs boolean
);

create temp table arrived_offence_victim_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    victim_key varchar
);

create temp table arrived_offence_status_event (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    status varchar, on_date date
);

create temp table arrived_absence_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    content_text varchar, kind varchar, from_date date, to_date date, planned_release date
);

create temp table arrived_sanction_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    kind varchar, on_date date, code_kind varchar, code_given varchar, principal boolean
);

create temp table arrived_held_score_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    tool varchar, tool_version varchar, score decimal(12, 4), band varchar, on_date date, assessor_system varchar
);

create temp table arrived_intelligence_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    on_date date, source_evaluation integer, assessment varchar, handling varchar, theme varchar
);

create temp table arrived_needs_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    section varchar, score decimal(12, 4), rating varchar, answers_given integer, answers_asked integer,
    linked_to_reoffending boolean, linked_to_serious_harm boolean, on_date date
);

create temp table arrived_local_code_version (
    record_no smallint, row_no bigint, item smallint, key_text varchar, record_key uhugeint, content uhugeint,
    declared_on date,
    local_code varchar, code_kind varchar, code varchar
);
