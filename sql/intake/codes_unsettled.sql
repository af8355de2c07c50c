-- How many offence codes that became known through this import mean nothing known, or several things?
-- Grain:   one row: codes, and the records that bear one
-- Inputs:  offence_version, sanction_version, code_resolution
-- Params:  $batch_id, $system
with borne as (
    select
        code_kind,
        code_given
    from offence_version
    where batch_id = $batch_id and code_given is not null
    union all
    select
        code_kind,
        code_given
    from sanction_version
    where batch_id = $batch_id and code_given is not null
)

select
    count(distinct r.code_id) as codes,
    count(*) as records
from borne as b
inner join code_resolution as r
    on
        b.code_kind = r.code_kind
        and b.code_given = r.code_given
        and r.system = case when b.code_kind = 'local' then $system else '' end
where r.how in ('unknown', 'ambiguous')
