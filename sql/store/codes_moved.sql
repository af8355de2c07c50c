-- How many codes that offences carried before an import have another number or weight since, or none?
-- Grain:  one row
-- Inputs: code_before, code_resolution
select count(*) as moved
from code_before as was
left join code_resolution as found
    on
        was.code_id = found.code_id
        and was.system = found.system
        and was.code_kind = found.code_kind
        and was.code_given = found.code_given
        and was.weight is not distinct from found.weight
where found.code_id is null
