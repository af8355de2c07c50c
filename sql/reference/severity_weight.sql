-- What does one offence of an ONS list code weigh?
-- Grain:   one row per vintage and ONS list code
-- Inputs:  reference_rows: ons_css_weights.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.severity_weight;

insert into {{ catalog }}.severity_weight (
    vintage, css_code, title, ons_group, weight
)
select
    vintage,
    offence_code as css_code,
    offence as title,
    ons_group,
    weight
from reference_rows;
