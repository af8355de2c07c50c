-- Keep that people were erased.
-- Grain:   adds one row to erasure
-- Params:  one per column
insert into erasure (erasure_id, erased_at, by_user, purpose, reason, replayed, rows_removed)
values ($erasure_id, $erased_at, $by_user, $purpose, $reason, $replayed, $rows_removed)
