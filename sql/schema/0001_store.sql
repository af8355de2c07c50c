-- The store itself: who it is, what was imported, what was refused, what was covered, who looked.
-- Times are TIMESTAMP in UTC; dates are dates in England and Wales. No key or index on any table that
-- grows with the records (it would block ALTER): uniqueness is an audit query, sql/audits/.

create table store_identity (
    store_id varchar not null,
    created_at timestamp not null
);

-- One row per import that was committed.
create table import_batch (
    batch_id integer not null,
    system varchar not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    encoding varchar not null,
    mapping_title varchar not null,
    mapping_text varchar not null,
    mapping_sha256 varchar not null,
    scope varchar not null check (scope in ('full', 'changes', 'corrections')),
    covers_from date,
    covers_to date,
    committed_at timestamp not null,
    by_user varchar not null,
    purpose varchar not null,
    code_version varchar not null,
    rows_total bigint not null,
    rows_loaded bigint not null,
    rows_unchanged bigint not null,
    rows_updated bigint not null,
    rows_quarantined bigint not null,
    records_withdrawn bigint not null,
    check (rows_total = rows_loaded + rows_unchanged + rows_updated + rows_quarantined)
);

-- One row per row of a file that was refused. raw is the row as given (JSON, column to text): it never
-- leaves the store but through the quarantine commands, which are logged. occurrence: for records counted by
-- their place among rows of the same key, that place; several such records of a row are parted by commas.
create table quarantine (
    quarantine_id integer not null,
    batch_id integer not null,
    system varchar not null,
    mapping_title varchar not null,
    file_name varchar not null,
    row_no bigint not null,
    line bigint not null,
    raw varchar not null,
    raw_sha256 varchar not null,
    occurrence varchar,
    state varchar not null check (state in ('open', 'corrected', 'dropped')),
    closed_by_batch integer
);

-- One row per rule that a refused row broke. message names no value of the row.
create table quarantine_failure (
    quarantine_id integer not null,
    record_type varchar not null,
    rule varchar not null,
    field varchar,
    source_column varchar,
    message varchar not null,
    remedy varchar not null
);

-- One row per refused row and record of it whose key could be read: a later import that holds them all closes it.
create table quarantine_key (
    quarantine_id integer not null,
    table_name varchar not null,
    record_key uhugeint not null
);

-- One row per system, record type and period that an import declared complete.
-- history says, for sanctions, whether the source holds the person's whole history or only a force's own.
create table source_coverage (
    batch_id integer not null,
    system varchar not null,
    record_type varchar not null,
    complete_from date not null,
    complete_to date not null,
    history varchar check (history in ('complete', 'local')),
    known_from timestamp not null,
    known_to timestamp
);

-- One row per look at, or change to, a person's record, a batch or a run. Hash-chained by iom.store.audit.
create table audit_log (
    seq bigint not null,
    logged_at timestamp not null,
    who varchar not null,
    purpose varchar not null,
    action varchar not null,
    detail varchar not null,
    people_count bigint not null,
    people_sha256 varchar not null,
    previous_mac varchar not null,
    mac varchar not null
);

-- One row per person that an audit line speaks of; people_sha256 above seals the list.
create table audit_person (
    seq bigint not null,
    person_id integer not null
);
