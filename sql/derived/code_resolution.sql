-- What does each code as given resolve to, how, and with what weight?
-- Grain:   one row per code as given
-- Inputs:  code_target, code_candidate, class_decision, recorded_crime_code, home_office_category
-- Params:  $severity_vintage
-- DOMAIN.md 3, first that fits: direct, class, same_weight, decided, class_number, ambiguous,
-- not_notifiable, unknown. recorded_code is set only where the code is settled, weight only where known.
with candidate_summary as (
    select
        code_id,
        count(recorded_code) as candidates,
        count(*) > count(recorded_code) as may_be_nothing,
        count(weight) = count(recorded_code) and min(weight) = max(weight) as one_weight,
        min(weight) as weight,
        min(recorded_code) as first_code,
        string_agg(recorded_code, ', ' order by recorded_code) as codes,
        case
            when count(*) = count(offence_group) and min(offence_group) = max(offence_group) then min(offence_group)
        end as offence_group,
        case
            when count(*) = count(offence_subgroup) and min(offence_subgroup) = max(offence_subgroup)
                then min(offence_subgroup)
        end as offence_subgroup
    from code_candidate
    group by code_id
),

decision as (
    select
        t.code_id,
        d.recorded_code,
        d.reason,
        c.weight,
        c.offence_group,
        c.offence_subgroup
    from code_target as t
    inner join class_decision as d on t.ho_class = d.ho_class
    inner join code_candidate as c on t.code_id = c.code_id and d.recorded_code = c.recorded_code
    where t.route = 'class'
),

judged as (
    select
        t.code_id,
        t.system,
        t.code_kind,
        t.code_given,
        t.target_kind,
        t.target_code,
        t.ho_class,
        t.cjs_title,
        s.candidates,
        s.may_be_nothing,
        s.one_weight,
        s.weight,
        s.first_code,
        s.codes,
        s.offence_group,
        s.offence_subgroup,
        d.recorded_code as decided_code,
        d.reason as decided_reason,
        d.weight as decided_weight,
        d.offence_group as decided_group,
        d.offence_subgroup as decided_subgroup,
        case
            when t.route = 'recorded' then 'direct'
            when t.route = 'nothing' then 'not_notifiable'
            when t.route = 'unknown' then 'unknown'
            when s.candidates = 0 then 'not_notifiable'
            when s.may_be_nothing then 'ambiguous'
            when t.route = 'class_number' and (s.candidates = 1 or s.one_weight) then 'class_number'
            when t.route = 'class_number' then 'ambiguous'
            when s.candidates = 1 then 'class'
            when s.one_weight then 'same_weight'
            when d.recorded_code is not null then 'decided'
            else 'ambiguous'
        end as how
    from code_target as t
    left join candidate_summary as s on t.code_id = s.code_id
    left join decision as d on t.code_id = d.code_id
),

settled as (
    select
        j.code_id,
        j.system,
        j.code_kind,
        j.code_given,
        j.target_kind,
        j.target_code,
        j.ho_class,
        j.cjs_title,
        j.how,
        j.codes,
        j.candidates,
        j.decided_reason,
        case
            when j.how = 'decided' then j.decided_code
            when j.how in ('direct', 'class', 'class_number') and j.candidates = 1 then j.first_code
        end as recorded_code,
        case
            when j.how = 'decided' then j.decided_weight
            when j.how in ('direct', 'class', 'class_number', 'same_weight') then j.weight
        end as weight,
        case when j.how = 'decided' then j.decided_group else j.offence_group end as offence_group,
        case when j.how = 'decided' then j.decided_subgroup else j.offence_subgroup end as offence_subgroup
    from judged as j
)

select
    s.code_id,
    s.system,
    s.code_kind,
    s.code_given,
    s.target_kind,
    s.target_code,
    s.ho_class,
    s.recorded_code,
    s.how,
    s.weight,
    s.offence_group,
    s.offence_subgroup,
    coalesce(r.title, s.cjs_title, s.offence_subgroup, s.offence_group, trim(h.description)) as title,
    case s.how
        when 'direct' then 'a recorded crime code'
        when 'class' then 'the class has one recorded crime code'
        when 'same_weight' then 'may be ' || s.codes || ': all have this weight'
        when 'decided' then 'may be ' || s.codes || '; taken as ' || s.recorded_code || ': ' || s.decided_reason
        when 'class_number'
            then 'the subclass is not in the class map; every subclass of ' || left(s.ho_class, 3) || ' is ' || s.codes
        when 'ambiguous' then 'may be ' || s.codes || ' or other: no weight taken'
        when 'not_notifiable' then 'not a recorded crime: no weight'
        else 'in no code table: no weight'
    end
    || case
        when s.weight is null and s.how in ('direct', 'class', 'class_number', 'decided')
            then '; no weight in the vintage of ' || $severity_vintage
        else ''
    end as why
from settled as s
left join recorded_crime_code as r on s.recorded_code = r.recorded_code
left join home_office_category as h on s.ho_class = h.ho_class
order by s.code_id
