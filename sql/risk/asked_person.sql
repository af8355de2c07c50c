-- Of whom are sums asked for?
-- Grain:   one row per person asked for, whether there is one of that number or not
-- Inputs:  none
-- Params:  $people
select distinct unnest($people::integer[]) as person_id
