-- What does an import work with between reading the file and keeping its records?
-- Grain:   mapped_record: one row per [[record]]; failure: per row, record and rule broken; fated: per record or
--          detail to keep; withdrawn: per current version that the file no longer holds
-- Inputs:  none; filled by the statements beside this one
create temp table mapped_record (
    record_no smallint, record_type varchar, main_table varchar, keying varchar, has_subject boolean,
    conflict_check integer, subject_check integer, zeros_check integer, offence_check integer
);

create temp table failure (row_no bigint, line bigint, check_no integer);

create temp table staged (
    table_name varchar, record_no smallint, row_no bigint, item smallint, line bigint, source_key varchar,
    reference varchar, parent_key uhugeint, record_key uhugeint, content uhugeint, declared_on date
);

create temp table fated (
    table_name varchar, record_no smallint, row_no bigint, item smallint, line bigint, source_key varchar,
    reference varchar, parent_key uhugeint, record_key uhugeint, content uhugeint, fate varchar,
    known_from timestamp, known_basis varchar
);

create temp table withdrawn (table_name varchar, record_key uhugeint, subject_id integer, offence_id integer);

-- Rows of a corrections file, by the refused row that each corrects.
create temp table correction (row_no bigint, quarantine_id integer);
