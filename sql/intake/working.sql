-- What does an import work with between reading the file and keeping its records?
-- Grain:   mapped_record: one row per [[record]]; failure: per row, record and rule broken; compared: per record or
--          detail that was held before in any version, or that an earlier row says too; doubled: per key of a table
--          that several records of the file have; differing: per record or detail of such a key and field in which
--          they differ; said_conflict: per record and what of it differs; conflict_place: per row refused for that;
--          withdrawn: per current version that the file no longer holds
-- Inputs:  none; filled by the statements beside this one
-- A sound record that is not in compared is new.
create temp table mapped_record (
    record_no smallint, record_type varchar, main_table varchar, keying varchar, has_subject boolean,
    registers_only boolean, subject_check integer, zeros_check integer, offence_check integer,
    life_check integer
);

create temp table failure (row_no bigint, line bigint, check_no integer);

-- differs: they do not say all the same; clashes: they say two different things.
create temp table doubled (table_name varchar, record_key uhugeint, differs boolean, clashes boolean);

-- of_itself: the row itself says two things; other_line: the first that says another thing than this row.
create temp table differing (
    table_name varchar, record_no smallint, row_no bigint, item smallint, record_key uhugeint, field varchar,
    of_itself boolean, other_line bigint
);

create temp table said_conflict (record_no smallint, of_itself boolean, told varchar, check_no integer);

create temp table conflict_place (row_no bigint, check_no integer, other_line bigint);

create temp table compared (
    table_name varchar, record_no smallint, row_no bigint, item smallint, record_key uhugeint, fate varchar
);

create temp table withdrawn (table_name varchar, record_key uhugeint, subject_id integer, offence_id integer);

-- Rows of a corrections file, by the refused row that each corrects.
create temp table correction (row_no bigint, quarantine_id integer);
