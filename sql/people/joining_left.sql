-- A withdrawn subject in whose group there is a contradiction leaves it: those who are still held may agree.
-- Grain:   one row per subject (updated)
-- Inputs:  joining_subject, joining_label, joining_contradiction
update joining_subject
set is_withdrawn = false
where
    is_withdrawn
    and node in (
        select joining_label.node
        from joining_label
        inner join joining_contradiction on joining_label.label = joining_contradiction.label
    )
