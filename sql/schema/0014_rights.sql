-- What people may ask of the store: to be kept and not shown, to be erased. Numbers stay, so that they are never given
-- out again and what was published still adds up.

-- One row per restriction. In force while lifted_at is NULL; it is set once. person_id: the person's number then.
create table person_restriction (
    restriction_id integer not null,
    person_id integer not null,
    restricted_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    reason varchar not null,
    lifted_at timestamp,
    lifted_by varchar,
    lift_reason varchar
);

-- One row per subject that the person was when restricted: whoever holds one of them now is restricted.
create table restricted_subject (
    restriction_id integer not null,
    subject_id integer not null
);

-- One row per erasure. replayed: it repeats earlier ones, from the list outside the store, on a restored backup or
-- after a stop.
create table erasure (
    erasure_id integer not null,
    erased_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    reason varchar not null,
    replayed boolean not null,
    rows_removed bigint not null
);

-- One row per person (number) that an erasure ended.
create table erased_person (
    erasure_id integer not null,
    person_id integer not null
);

-- One row per subject (number) that an erasure removed.
create table erased_subject (
    erasure_id integer not null,
    subject_id integer not null
);

-- One row per run and person (number) of it of whom an erasure left nothing but the place on its lists.
create table erased_run_person (
    erasure_id integer not null,
    run_id integer not null,
    person_id integer not null
);
