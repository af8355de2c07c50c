-- Which codes resolve otherwise, or weigh otherwise, than before the reference tables changed?
-- Grain:   one row per code as given that offences carry, most offences first
-- Inputs:  resolution_before, code_resolution
select
    was.code_kind,
    was.code_given,
    was.offences,
    was.how as was_how,
    is_now.how as now_how,
    was.recorded_code as was_code,
    is_now.recorded_code as now_code,
    was.weight as was_weight,
    is_now.weight as now_weight
from resolution_before as was
inner join code_resolution as is_now
    on was.system = is_now.system and was.code_kind = is_now.code_kind and was.code_given = is_now.code_given
where
    was.offences > 0
    and (
        was.how != is_now.how
        or was.recorded_code is distinct from is_now.recorded_code
        or was.weight is distinct from is_now.weight
    )
order by was.offences desc, was.code_kind asc, was.code_given asc, was.system asc
