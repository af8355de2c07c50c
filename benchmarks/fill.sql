-- People, homes, scores, supervision, offences, statuses and absences for the benchmark: hashes of row numbers stand
-- in for chance, so that every run has the same rows.
insert into import_batch by name
select
    1 as batch_id,
    'bench' as system,
    'fill.sql' as file_name,
    '' as file_sha256,
    'utf-8' as encoding,
    'benchmark' as mapping_title,
    '' as mapping_text,
    '' as mapping_sha256,
    'full' as scope,
    timestamp '2026-11-01' as committed_at,
    'benchmark' as by_user,
    'demonstration' as purpose,
    '' as code_version,
    $offences as rows_total,
    $offences as rows_loaded,
    0 as rows_unchanged,
    0 as rows_updated,
    0 as rows_quarantined,
    0 as records_withdrawn;

insert into subject
select
    i::integer as subject_id,
    'bench' as system,
    i::varchar as source_key,
    1 as batch_id
from range(1, $people + 1) as r (i);

insert into subject_person
select
    i::integer,
    i::integer,
    i::integer,
    timestamp '2026-11-01',
    null,
    'benchmark',
    'benchmark',
    1
from range(1, $people + 1) as r (i);

insert into subject_version by name
select
    'bench' as system,
    i::integer as subject_id,
    i::uhugeint as record_key,
    i::uhugeint as content,
    date '1960-01-01' + (hash(i) % 15000)::integer as birth_date,
    'day' as birth_precision,
    'male' as sex,
    case when hash(i, 6) % 500 = 0 then 2 + (hash(i, 7) % 2)::smallint else 0::smallint end as mappa_level,
    hash(i, 8) % 50 = 0 as domestic_abuse_perpetrator,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from range(1, $people + 1) as r (i);

-- Everyone lives in one of twelve districts.
insert into home_area_version by name
select
    'bench' as system,
    i::integer as subject_id,
    i::uhugeint as record_key,
    i::uhugeint as content,
    'Ward ' || hash(i, 9) % 240 as area,
    'District ' || (hash(i, 9) % 240) // 20 as district,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from range(1, $people + 1) as r (i);

-- One person in eleven has been assessed, and one in nineteen is supervised.
insert into held_score_version by name
select
    'bench' as system,
    i::integer as subject_id,
    i::uhugeint as record_key,
    i::uhugeint as content,
    'ogrs3_2y' as tool,
    hash(i, 11) % 101 as score,
    date '2026-10-31' - (hash(i, 12) % 700)::integer as on_date,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from range(1, $people + 1) as r (i)
where hash(i, 10) % 11 = 0;

insert into supervision_version by name
select
    'bench' as system,
    i::integer as subject_id,
    i::uhugeint as record_key,
    i::uhugeint as content,
    case when hash(i, 14) % 2 = 0 then 'licence' else 'community_order' end as kind,
    date '2026-06-01' as from_date,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from range(1, $people + 1) as r (i)
where hash(i, 13) % 19 = 0;

create temporary table code as
select
    row_number() over (order by recorded_code) - 1 as n,
    recorded_code
from recorded_crime_code;

-- The cube of a uniform draw gives the heavy tail.
create temporary table drawn as
select
    i as offence_id,
    1 + floor(power((hash(i, 1) % 1000003) / 1000003.0, 3) * $people)::integer as subject_id,
    date '2026-10-31' - (hash(i, 2) % 5478)::integer as offence_on,
    (hash(i, 3) % (select count(*) from code)) as n,
    hash(i, 4) % 7 as fate,
    hash(i, 5) % 10 = 0 as domestic_abuse
from range(1, $offences + 1) as r (i);

insert into offence_version by name
select
    'bench' as system,
    d.subject_id,
    d.offence_id::uhugeint as record_key,
    d.offence_id::uhugeint as content,
    d.offence_id::integer as offence_id,
    d.offence_on,
    'recorded' as code_kind,
    c.recorded_code as code_given,
    d.domestic_abuse,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    d.offence_id as row_no,
    d.offence_id as line
from drawn as d
inner join code as c on d.n = c.n;

insert into offence_status_event by name
select
    'bench' as system,
    subject_id,
    offence_id::uhugeint as record_key,
    offence_id::uhugeint as content,
    offence_id::integer as offence_id,
    case fate
        when 0 then 'convicted' when 1 then 'cautioned' when 2 then 'no_further_action' when 3 then 'charged' else 'suspect'
    end as status,
    offence_on + 10 as on_date,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    offence_id as row_no,
    offence_id as line
from drawn;

insert into absence_version by name
select
    'bench' as system,
    subject_id,
    offence_id::uhugeint as record_key,
    offence_id::uhugeint as content,
    'sentence' as kind,
    offence_on + 30 as from_date,
    offence_on + 30 + (offence_id % 200)::integer as to_date,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    offence_id as row_no,
    offence_id as line
from drawn
where fate = 0 and offence_id % 4 = 0;

insert into source_coverage
select
    1,
    'bench',
    t.record_type,
    date '2010-01-01',
    date '2026-10-31',
    null,
    timestamp '2026-11-01',
    null
from (values ('offence'), ('status'), ('absence'), ('supervision')) as t (record_type);

drop table drawn;

drop table code
