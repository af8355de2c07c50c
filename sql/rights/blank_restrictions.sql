-- Take their words from restrictions of erased subjects, and end them: there is nothing left to hide.
-- Grain:   one row per restriction (updated)
-- Inputs:  person_restriction, restricted_subject, erasing_subject
-- Params:  $moment
-- One that hides another subject too stays in force.
update person_restriction
set
    reason = '',
    lift_reason = case when lift_reason is null then null else '' end,
    lifted_at = case
        when restriction_id in (
            select s.restriction_id
            from restricted_subject as s
            where s.subject_id not in (select e.subject_id from erasing_subject as e)
        ) then lifted_at
        else coalesce(lifted_at, $moment)
    end
where restriction_id in (
    select s.restriction_id
    from restricted_subject as s
    inner join erasing_subject as e on s.subject_id = e.subject_id
)
