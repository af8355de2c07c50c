-- Who a record belongs to. Records belong to subjects and never move; merges and splits live only here.

-- One row per assignment of a subject to a person. Person ids are given out once and never reused.
create table subject_person (
    assignment_id integer not null,
    subject_id integer not null,
    person_id integer not null,
    known_from timestamp not null,
    known_to timestamp,
    decided_by varchar not null,
    reason varchar not null,
    batch_id integer
);

-- One row per pair of persons that may be one: a person decides. kept_apart blocks every automatic join of
-- the two; superseded: one of them went into a third person, whose own row carries the question on.
create table match_proposal (
    proposal_id integer not null,
    low_person_id integer not null,
    high_person_id integer not null check (high_person_id > low_person_id),
    basis varchar not null,
    against varchar not null,
    proposed_at timestamp not null,
    batch_id integer,
    state varchar not null check (state in ('open', 'merged', 'kept_apart', 'superseded')),
    decided_at timestamp,
    decided_by varchar,
    reason varchar
);
