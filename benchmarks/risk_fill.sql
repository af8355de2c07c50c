-- People, sanctions and custody for the benchmark of the risk scores: hashes of row numbers stand in for chance, so
-- that every run has the same rows. $offences: sanctioned offences, nearly each with a day of its own.
insert into import_batch by name
select
    1 as batch_id,
    'bench' as system,
    'risk_fill.sql' as file_name,
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
    case when hash(i, 20) % 5 = 0 then 'female' else 'male' end as sex,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from range(1, $people + 1) as r (i);

create temporary table code as
select
    row_number() over (order by ho_class) - 1 as n,
    ho_class
from (select distinct ho_class from home_office_class);

-- Everyone has a sanction. For the others the power of a uniform draw gives a heavy tail: the first person of a
-- million has some thousand.
create temporary table drawn as
select
    i,
    case
        when i <= $people then i
        else 1 + floor(power((hash(i, 1) % 1000003) / 1000003.0, 1.5) * $people)
    end::integer as subject_id,
    date '2026-10-31' - (hash(i, 2) % 5478)::integer as on_date,
    (hash(i, 3) % (select count(*) from code)) as n,
    hash(i, 4) % 20 as fate
from range(1, $offences + 1) as r (i);

insert into sanction_version by name
select
    'bench' as system,
    d.subject_id,
    d.i::uhugeint as record_key,
    d.i::uhugeint as content,
    case when d.fate < 5 then 'caution' else 'conviction' end as kind,
    d.on_date,
    'class' as code_kind,
    c.ho_class as code_given,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    d.i as row_no,
    d.i as line
from drawn as d
inner join code as c on d.n = c.n;

-- One sanction in ten is followed by a sentence, and some of these still run.
insert into absence_version by name
select
    'bench' as system,
    subject_id,
    i::uhugeint as record_key,
    i::uhugeint as content,
    'sentence' as kind,
    on_date as from_date,
    on_date + 1 + (hash(i, 5) % 400)::integer as to_date,
    on_date + 1 + (hash(i, 5) % 400)::integer as planned_release,
    timestamp '2026-11-01' as known_from,
    'import' as known_basis,
    1 as batch_id,
    i as row_no,
    i as line
from drawn
where fate >= 18;

insert into source_coverage
select
    1,
    'bench',
    t.record_type,
    date '1960-01-01',
    date '2026-10-31',
    case when t.record_type = 'sanction' then 'complete' end,
    timestamp '2026-11-01',
    null
from (values ('sanction'), ('absence')) as t (record_type);

drop table drawn;

drop table code
