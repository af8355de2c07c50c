-- What the derived tables (sql/derived/) were last built from: one row.
create table derived_state (
    built_batch integer not null,
    severity_vintage varchar not null,
    reference_fingerprint varchar not null
);
