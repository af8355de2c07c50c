-- What a selection run keeps: enough to show it again, explain it, and repeat it.

create table run (
    run_id integer not null,
    made_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    as_at date not null,
    known_at timestamp not null,
    seen_batch integer not null,
    area varchar,
    criteria_title varchar not null,
    criteria_version varchar not null,
    criteria_text varchar not null,
    criteria_sha256 varchar not null,
    severity_vintage varchar not null,
    reference_fingerprint varchar not null,
    code_version varchar not null,
    statement varchar not null,
    inputs varchar not null,
    considered bigint not null,
    proposed bigint not null,
    canonical_sha256 varchar not null
);

-- One row per step of the attrition: everyone, each eligibility step, met a cohort rule, has a place.
create table run_step (
    run_id integer not null,
    step_no integer not null,
    step varchar not null,
    says varchar not null,
    source varchar not null,
    remaining bigint not null,
    removed bigint not null,
    removed_unknown bigint not null
);

-- One row per person considered. Bit n of met_bits / unknown_bits is rule n of the document: eligibility
-- steps first, then cohort rules, in document order, then the harmful rule. harmful_place orders the harmful
-- people who are not proposed, those over capacity among them. measures and points_by are JSON by name:
-- numbers as text, so that none passes through a float. reasons: JSON, for people on a list.
create table run_person (
    run_id integer not null,
    person_id integer not null,
    met_bits ubigint not null,
    unknown_bits ubigint not null,
    eligible boolean not null,
    cohort varchar,
    points integer,
    rank integer,
    place integer,
    places integer,
    capacity_area varchar,
    list varchar check (list in ('proposed', 'over_capacity', 'harmful_outside')),
    harmful_place integer,
    proposal varchar check (proposal in ('adopt', 'retain', 'review', 'exit', 'reject')),
    measures varchar not null,
    points_by varchar not null,
    reasons varchar
);
