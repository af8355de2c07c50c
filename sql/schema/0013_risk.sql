-- What the risk scores are worked out from: terms by model, and what each Home Office class counts as in them.

-- ogrs3_coefficients.csv: one row per term, sex and level; age_from and age_to: where the level is a span of ages.
create table ogrs3_coefficient (
    term varchar not null,
    sex varchar,
    level varchar,
    age_from integer,
    age_to integer,
    coefficient double not null
);

-- ogrs4_coefficients.csv: one row per model and term; level: the offence category, for the terms of offences.
create table ogrs4_coefficient (
    model varchar not null,
    term varchar not null,
    level varchar,
    coefficient double not null
);

-- NULL: the table names none for the class.
alter table home_office_category add column ogrs3_group varchar;

alter table home_office_category add column ogrs4_category varchar;

alter table home_office_category add column is_violent boolean;
