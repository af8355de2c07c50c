-- How did the codes of the offences of those who are explained arrive and resolve, and with what weight?
-- Grain:   one row per code as given
-- Inputs:  listed_offence, code_resolution
select
    code_id,
    title,
    code_kind,
    code_given,
    how,
    weight,
    why
from code_resolution
where code_id in (select o.code_id from listed_offence as o)
