-- Which intelligence reports become known through this import?
-- Grain:   one row per new or replacing version
-- Inputs:  arrived_intelligence_version, sound_row, compared
-- Params:  $system, $batch_id, $moment, $declares (a first historical load, not a correction of it)
-- Only a key never seen before is known since the source recorded it: a version may not overlap an older one.
insert into intelligence_version (
    system,
    subject_id,
    record_key,
    content,
    reference,
    on_date,
    source_evaluation,
    assessment,
    handling,
    theme,
    known_from,
    known_to,
    known_basis,
    batch_id,
    row_no,
    line
)
select
    $system as system,
    r.subject_id,
    a.record_key,
    coalesce(a.content, 0) as content,
    r.reference,
    a.on_date,
    a.source_evaluation,
    a.assessment,
    a.handling,
    a.theme,
    case
        when $declares and c.fate is null and a.declared_on is not null
            then least(a.declared_on::timestamp, $moment)
        else $moment
    end as known_from,
    null as known_to,
    case
        when $declares and c.fate is null and a.declared_on is not null then 'declared'
        else 'import'
    end as known_basis,
    $batch_id as batch_id,
    a.row_no,
    r.line
from arrived_intelligence_version as a
inner join sound_row as r on a.record_no = r.record_no and a.row_no = r.row_no
left join compared as c
    on
        c.table_name = 'intelligence_version'
        and a.record_no = c.record_no
        and a.row_no = c.row_no
        and a.item = c.item
where a.record_key is not null and coalesce(c.fate, 'new') in ('new', 'replaced')
