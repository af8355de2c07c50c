-- Rows of a force's export of offences, in the form that fixtures/mappings/demo/niche_offences.toml reads: hashes of
-- row numbers stand in for chance, so that every run has the same file. Shares of blanks are about those of iom demo.
-- $first, $last: the numbers of the rows; $people: how many people they are of; $corrected: every so many-th row says
-- otherwise than before: alcohol played a part, and the suspect was charged (0: none).
with code as (
    select unnest(['028/03', '105/01', '049/10', 'PU86004', '8N', 'TH68036', '045/11', '056/01', '030C', '66']) as code_given
),

numbered as (
    select
        code_given,
        row_number() over (order by code_given) - 1 as n
    from code
),

drawn as (
    select
        i,
        1 + floor(power((hash(i, 1) % 1000003) / 1000003.0, 3) * $people)::bigint as nominal,
        date '2026-08-31' - (hash(i, 2) % 3200)::integer as committed,
        (hash(i, 3) % 10)::bigint as n,
        $corrected > 0 and i % greatest($corrected, 1) = 0 as is_corrected,
        hash(i, 4) % 100 as a,
        hash(i, 5) % 100 as b,
        hash(i, 6) % 100 as c,
        hash(i, 7) as d
    from range($first, $last + 1) as r (i)
)

select
    '40/' || lpad(d.i::varchar, 8, '0') || '/' || year(d.committed) as "Crime no",
    lpad(d.nominal::varchar, 9, '0') as "Nominal ref",
    m.code_given as "Offence code",
    strftime(d.committed, '%d/%m/%Y') as "Committed from",
    case when d.a < 4 then strftime(d.committed + 1, '%d/%m/%Y') end as "Committed to",
    strftime(d.committed + 2, '%d/%m/%Y') as "Date recorded",
    strftime(d.committed + 3, '%d/%m/%Y') as "Date linked",
    'Ward ' || lpad((d.d % 120)::varchar, 3, '0') as "Ward",
    case when d.b < 93 then 'Y' else 'N' end as "Main offence",
    case when d.a < 75 then '1' end as "Victims",
    case when d.a < 75 then 'V' || lpad((d.d % 100000000)::varchar, 12, '0') end as "Victim ref",
    case when d.a < 20 then 'Y' else 'N' end as "DA flag",
    case when d.b < 3 then 'Y' else 'N' end as "Hate flag",
    case when d.c < 5 then 'Y' else 'N' end as "Weapon flag",
    case when d.is_corrected or d.c > 80 then 'Y' else 'N' end as "Alcohol flag",
    case when d.b > 85 then 'Y' else 'N' end as "Drugs flag",
    strftime(d.committed + 3, '%d/%m/%Y') as "Suspect from",
    case when d.a < 55 then strftime(d.committed + 9, '%d/%m/%Y') end as "Date arrested",
    case when d.is_corrected or d.b < 29 then strftime(d.committed + 21, '%d/%m/%Y') end as "Date charged",
    case when d.b < 20 then 'CONVICTED' when d.b < 75 then 'NFA - EVIDENTIAL' end as "Disposal",
    case when d.b < 75 then strftime(d.committed + 28, '%d/%m/%Y') end as "Disposal date",
    case when d.c < 80 then 'NONE' end as "Property"
from drawn as d
inner join numbered as m on d.n = m.n
order by d.i
