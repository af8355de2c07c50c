-- Which identifiers are shared in groups that hold a contradiction, by whom, and what speaks against a join?
-- Grain:   one row per (kind, value, node)
-- Inputs:  joining_link, joining_label, joining_contradiction
create or replace temp table joining_refused as
with refused as (
    select
        label,
        string_agg(against, '; ' order by against) as against
    from joining_contradiction
    group by label
)

select
    joining_link.kind,
    joining_link.value,
    joining_link.node,
    refused.against
from joining_link
inner join joining_label on joining_link.node = joining_label.node
inner join refused on joining_label.label = refused.label
