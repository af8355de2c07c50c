-- The eligible people of every month end, before any is added.
-- Grain:   one row per month end and eligible person
select
    0::integer as month_no,
    0::integer as person_id,
    false as inside,
    false as by_list,
    false as by_count,
    false as by_severity,
    false as by_risk,
    false as by_computed
where false
