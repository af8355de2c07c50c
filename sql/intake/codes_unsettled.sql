-- How many offence codes that became known through this import mean nothing known, or several things?
-- Grain:   one row: codes, the records that bear one, and those that bear none
-- Inputs:  offence_version, sanction_version, code_resolution
-- Params:  $batch_id, $system
with borne as (
    select
        code_kind,
        code_given
    from offence_version
    where batch_id = $batch_id
    union all
    select
        code_kind,
        code_given
    from sanction_version
    where batch_id = $batch_id
)

select
    count(distinct r.code_id) as codes,
    count(r.code_id) as records,
    count(*) filter (where b.code_given is null) as without_code
from borne as b
left join code_resolution as r
    on
        b.code_kind = r.code_kind
        and b.code_given = r.code_given
        and r.system = case when b.code_kind = 'local' then $system else '' end
        and r.how in ('unknown', 'ambiguous')
