-- Which offence references does the file name, and which of them does the store know?
-- Grain:   one row per reference; offence_id NULL: not known
-- Inputs:  record_of_row, offence_reference
-- Params:  $system
create temp table named_offence as
with named as (
    select distinct reference
    from record_of_row
    where readable and reference is not null
)

select
    n.reference,
    o.offence_id
from named as n
left join offence_reference as o on n.reference = o.reference and o.system = $system
