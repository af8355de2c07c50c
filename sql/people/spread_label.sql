-- Which nodes share an identifier with a node of a lower label? They take it. Run until nothing changes:
-- then a label names one connected group, by its lowest node.
-- Grain:   one row per node in joining_label (updated)
-- Inputs:  joining_link, joining_label
with lowest_of_identifier as (
    select
        joining_link.kind,
        joining_link.value,
        min(joining_label.label) as label
    from joining_link
    inner join joining_label on joining_link.node = joining_label.node
    group by joining_link.kind, joining_link.value
),

lowest_of_node as (
    select
        joining_link.node,
        min(lowest_of_identifier.label) as label
    from joining_link
    inner join lowest_of_identifier
        on joining_link.kind = lowest_of_identifier.kind and joining_link.value = lowest_of_identifier.value
    group by joining_link.node
)

update joining_label
set label = lowest_of_node.label
from lowest_of_node
where joining_label.node = lowest_of_node.node and lowest_of_node.label < joining_label.label
