-- How often were people put out of sight so far, by a restriction or an erasure, and who is restricted now?
-- Grain:   a single row; hidden: a number that is another where other subjects are (a join spreads a restriction)
-- Inputs:  person_restriction, erasure, restricted_subject, subject_person
-- Params:  none
with restricted as (
    select distinct assignment.person_id
    from person_restriction as restriction
    inner join restricted_subject as subject on restriction.restriction_id = subject.restriction_id
    inner join subject_person as assignment on subject.subject_id = assignment.subject_id
    where restriction.lifted_at is null and assignment.known_to is null
)

select
    (select count(*) from person_restriction) + (select count(*) from erasure) as hidings,
    (
        select coalesce(bit_xor(hash(held.subject_id)), 0)
        from restricted
        inner join subject_person as held on restricted.person_id = held.person_id
        where held.known_to is null
    ) as hidden
