-- Where does each linked node start? In a group of its own; spread_label joins the groups.
-- Grain:   one row per node in joining_link
-- Inputs:  joining_link
create or replace temp table joining_label as
select distinct
    node,
    node as label
from joining_link
