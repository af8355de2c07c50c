-- Which recorded crime codes may a Home Office class be? NULL: not a recorded crime.
-- Grain:   one row per class and candidate
-- Inputs:  reference_rows: ho_class_to_recorded_crime_code.csv, every column text but exact numbers
-- Params:  none
-- Blanks:  {{ catalog }}: store, or temp for a set of the past
delete from {{ catalog }}.home_office_class;

insert into {{ catalog }}.home_office_class (
    ho_class, recorded_code
)
select
    ho_class,
    case when notifiable = 'true' then recorded_crime_code end as recorded_code
from reference_rows;
