-- How often were people put out of sight so far, by a restriction or an erasure, and who is restricted now?
-- Grain:   a single row; hidden: a number that is another where other subjects are (a join spreads a restriction)
-- Inputs:  person_restriction, erasure, hidden_subject
-- Params:  none
select
    (select count(*) from person_restriction) + (select count(*) from erasure) as hidings,
    (select coalesce(bit_xor(hash(h.subject_id)), 0) from hidden_subject as h) as hidden
