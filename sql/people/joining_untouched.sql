-- A group in which nothing is new or has changed stays as it was settled before.
-- Grain:   one row per node of such a group (deleted)
-- Inputs:  joining_label, joining_subject
delete from joining_label
where
    label not in (
        select one.label
        from joining_label as one
        inner join joining_subject on one.node = joining_subject.node
        where joining_subject.is_fresh
    )
