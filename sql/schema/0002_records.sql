-- What the sources said: one table per record type, one row per version of a source record, append-only,
-- in load order. Of a row only known_to is ever changed, once, from NULL (current) to the moment at which
-- a later import replaced or withdrew it. Common columns of every *_version table:
--   system, subject_id    who said it, of whom (subject_person says which person that is)
--   record_key, content   128-bit digests: the record's identity within (system, record type), its values
--   known_from, known_to  half-open, UTC; known_basis 'import' or 'declared' (a first historical load)
--   batch_id, row_no, line where it came from

-- One row per person as one source system knows them; subject_id is given out once.
create table subject (
    subject_id integer not null,
    system varchar not null,
    source_key varchar not null,
    batch_id integer not null
);

create table subject_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    birth_date date,
    birth_precision varchar check (birth_precision in ('day', 'month', 'year')),
    death_date date,
    sex varchar check (sex in ('male', 'female', 'other')),
    ethnicity_self varchar,
    ethnicity_officer varchar,
    mappa_category smallint,
    mappa_level smallint,
    domestic_abuse_perpetrator boolean,
    registered_sex_offender boolean,
    lead_worker varchar,
    lead_agency varchar,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- Identifiers and names apart: no calculation reads these two tables.
create table subject_identifier_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    kind varchar not null check (kind in ('pnc_id', 'cro_number', 'noms_number', 'probation_crn', 'custody_reference')),
    value varchar not null,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

create table subject_name_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    surname varchar,
    forenames varchar,
    address varchar,
    postcode varchar,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- from_date NULL: since before anything was recorded.
create table home_area_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    area varchar not null,
    district varchar not null,
    from_date date,
    to_date date,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

create table supervision_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    kind varchar not null check (kind in ('licence', 'community_order', 'none')),
    from_date date,
    to_date date,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- One row per (system, reference) of an offence, so that co-offenders share offence_id.
create table offence_reference (
    offence_id integer not null,
    system varchar not null,
    reference varchar not null,
    batch_id integer not null
);

create table offence_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    offence_id integer not null,
    committed_from date,
    offence_on date not null,
    recorded_on date,
    linked_on date,
    code_kind varchar not null check (code_kind in ('recorded', 'class', 'cjs', 'local')),
    code_given varchar,
    principal boolean,
    area varchar,
    victims integer,
    domestic_abuse boolean,
    hate boolean,
    weapon boolean,
    alcohol boolean,
    drugs boolean,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- One row per victim key of an offence; victim_key is pseudonymous.
create table offence_victim_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    offence_id integer not null,
    victim_key varchar not null,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- One row per status change of an offence for one subject.
create table offence_status_event (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    offence_id integer not null,
    status varchar not null check (
        status in ('suspect', 'arrested', 'charged', 'cautioned', 'convicted', 'acquitted', 'no_further_action')
    ),
    on_date date not null,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- A spell covers [from_date, to_date); to_date NULL: still running at the extract.
create table absence_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    kind varchar not null check (kind in ('remand', 'sentence', 'recall', 'secure_hospital', 'out_of_area')),
    from_date date not null,
    to_date date,
    planned_release date,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- One row per sanctioned offence of an imported sanction history.
create table sanction_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    kind varchar not null check (kind in ('conviction', 'caution', 'reprimand', 'warning')),
    on_date date not null,
    code_kind varchar not null check (code_kind in ('recorded', 'class', 'cjs', 'local')),
    code_given varchar,
    principal boolean,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

create table held_score_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    tool varchar not null,
    tool_version varchar,
    score decimal(12, 4),
    band varchar,
    on_date date not null,
    assessor_system varchar,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

create table intelligence_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    reference varchar not null,
    on_date date not null,
    source_evaluation smallint,
    assessment varchar,
    handling varchar,
    theme varchar,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

create table needs_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    section varchar not null,
    score decimal(12, 4),
    rating varchar,
    answers_given smallint,
    answers_asked smallint,
    linked_to_reoffending boolean,
    linked_to_serious_harm boolean,
    on_date date not null,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);

-- A system's own offence codes: what each means. code NULL: not a recorded crime. subject_id is always 0.
create table local_code_version (
    system varchar not null,
    subject_id integer not null,
    record_key uhugeint not null,
    content uhugeint not null,
    local_code varchar not null,
    code_kind varchar check (code_kind in ('recorded', 'class', 'cjs')),
    code varchar,
    known_from timestamp not null,
    known_to timestamp,
    known_basis varchar not null,
    batch_id integer not null,
    row_no bigint not null,
    line bigint not null
);
