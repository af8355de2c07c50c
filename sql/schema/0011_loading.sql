-- What a deployment loads and decides itself: reference tables of its own, and who is one person.

-- One row per table or vintage that was loaded into this store. content_sha256 names its text in reference_file.
-- Standing while until is NULL; until is set once: when another load took its place, or the shipped table did.
create table reference_load (
    load_id integer not null,
    table_id varchar not null,
    vintage varchar not null,
    source varchar not null,
    licence varchar,
    years varchar,
    file_name varchar not null,
    file_sha256 varchar not null,
    content_sha256 varchar not null,
    row_count integer not null,
    loaded_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    until timestamp
);

-- One row per time that a set was put in force. why: software (the shipped tables changed), load, shipped (back to
-- the shipped table), vintage (derived tables carry another). shipped_fingerprint: the shipped set that it rests on.
create table reference_history (
    step integer not null,
    fingerprint varchar not null,
    severity_vintage varchar not null,
    since timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    why varchar not null check (why in ('software', 'load', 'shipped', 'vintage')),
    table_id varchar,
    shipped_fingerprint varchar not null
);

-- Until now every set was the software's, and the audit log says when each came and by whom.
insert into reference_history
select
    row_number() over (order by seq),
    json_extract_string(detail, '$.fingerprint'),
    json_extract_string(detail, '$.severity_vintage'),
    logged_at,
    who,
    purpose,
    'software',
    null,
    json_extract_string(detail, '$.fingerprint')
from audit_log
where action = 'reference.put_in_force'
order by seq;

-- One row per decision of a person about people. against: what spoke against it ('' for nothing).
-- undoes: the decision that this one reverses. Nothing is ever taken out or changed.
create table person_decision (
    decision_id integer not null,
    kind varchar not null check (kind in ('merge', 'split', 'keep_apart', 'undo')),
    decided_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    reason varchar not null,
    against varchar not null,
    undoes integer
);

-- One row per subject of the people that a decision concerned: whose it was before and after.
create table person_decision_subject (
    decision_id integer not null,
    subject_id integer not null,
    from_person_id integer not null,
    to_person_id integer not null
);

-- One row per pair of persons whose question a decision opened, answered or handed on. was_state NULL: it is new.
create table person_decision_proposal (
    decision_id integer not null,
    proposal_id integer not null,
    was_state varchar
);
