-- What a service keeps: answers to requests that carried an Idempotency-Key, and long work with its progress.
-- Both may hold what was answered of people: they are cleared when their time is up, and at every erasure.
create table served_request (
    caller varchar not null,
    idempotency_key varchar not null,
    route varchar not null,
    request_sha256 varchar not null,
    status integer not null,
    headers varchar not null,
    content blob not null,
    answered_at timestamp not null
);

create table job (
    job_id varchar not null,
    kind varchar not null,
    caller varchar not null,
    purpose varchar not null,
    asked_at timestamp not null,
    -- queued, running, kept (its work is, its answer not yet), done, failed, cancelled, lost
    state varchar not null,
    ended_at timestamp,
    result varchar,
    problem varchar
);
