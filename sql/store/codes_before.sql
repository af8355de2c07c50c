-- Under which number and with which weight did each code stand before an import?
-- Grain:  one row per code as given
-- Inputs: code_resolution
create or replace temp table code_before as
select
    code_id,
    system,
    code_kind,
    code_given,
    weight
from code_resolution
