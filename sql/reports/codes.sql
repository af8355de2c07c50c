-- How does each code resolve, and what may it mean?
-- Grain:   one row per code as given
-- Inputs:  code_resolution, code_candidate
with candidate as (
    select
        code_id,
        list(title order by recorded_code) filter (where title is not null) as titles
    from code_candidate
    group by code_id
)

select
    code.code_id,
    code.code_kind,
    code.code_given,
    code.title,
    code.ho_class,
    code.recorded_code,
    code.how,
    code.why,
    candidate.titles as candidate_titles
from code_resolution as code
left join candidate on code.code_id = candidate.code_id
