-- Reference tables by content. reference_file keeps each table's text for ever, so that an old run can be
-- repeated; the typed tables hold the set in force and are derived from it.

create table reference_file (
    file_sha256 varchar not null,
    table_id varchar not null,
    content varchar not null
);

-- One row per table of a set; fingerprint is the SHA-256 over the set's (table_id, file_sha256) in order.
create table reference_set (
    fingerprint varchar not null,
    table_id varchar not null,
    file_sha256 varchar not null
);

-- One row: the set in force and the severity vintage that derived tables carry.
create table reference_in_force (
    fingerprint varchar not null,
    severity_vintage varchar not null,
    since timestamp not null
);

-- recorded_crime_codes.csv: one row per recorded crime code.
create table recorded_crime_code (
    recorded_code varchar not null,
    title varchar not null,
    offence_group varchar not null,
    offence_subgroup varchar not null,
    css_code varchar
);

-- ho_class_to_recorded_crime_code.csv: one row per class and candidate; recorded_code NULL: not notifiable.
create table home_office_class (
    ho_class varchar not null,
    recorded_code varchar
);

-- cjs_offence_codes.csv: one row per CJS (PNC) code.
create table cjs_code (
    cjs_code varchar not null,
    title varchar not null,
    ho_class varchar not null
);

-- class_decisions.csv: one row per class whose candidates differ in weight and where one is taken.
create table class_decision (
    ho_class varchar not null,
    recorded_code varchar not null,
    reason varchar not null
);

-- offence_classes.csv: one row per named list and code.
create table offence_class (
    offence_class varchar not null,
    recorded_code varchar not null
);

-- ons_css_weights.csv: one row per vintage and ONS list code.
create table severity_weight (
    vintage varchar not null,
    css_code varchar not null,
    title varchar not null,
    ons_group varchar not null,
    weight decimal(18, 10) not null
);

-- ho_offence_categories.csv: one row per Home Office class (nnn/nn).
create table home_office_category (
    ho_class varchar not null,
    category varchar not null,
    description varchar not null
);
