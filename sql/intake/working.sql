-- What does an import work with between reading the file and keeping its records?
-- Grain:   mapped_record: one row per [[record]]; failure: per row, record and rule broken; compared: per record or
--          detail that was held before in any version, or that an earlier row says too; doubled: per key of a table
--          that several records of the file have; withdrawn: per current version that the file no longer holds
-- Inputs:  none; filled by the statements beside this one
-- A sound record that is not in compared is new.
create temp table mapped_record (
    record_no smallint, record_type varchar, main_table varchar, keying varchar, has_subject boolean,
    registers_only boolean, conflict_check integer, subject_check integer, zeros_check integer,
    offence_check integer
);

create temp table failure (row_no bigint, line bigint, check_no integer);

create temp table doubled (table_name varchar, record_key uhugeint, clashes boolean);

create temp table compared (
    table_name varchar, record_no smallint, row_no bigint, item smallint, record_key uhugeint, fate varchar
);

create temp table withdrawn (table_name varchar, record_key uhugeint, subject_id integer, offence_id integer);

-- Rows of a corrections file, by the refused row that each corrects.
create temp table correction (row_no bigint, quarantine_id integer);
