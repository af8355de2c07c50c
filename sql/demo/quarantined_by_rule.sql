-- How many rows wait in quarantine for each rule that they broke?
-- Grain:   one row per rule; a row that broke two rules counts under both
-- Inputs:  quarantine, quarantine_failure
select
    f.rule,
    count(distinct f.quarantine_id) as refused_rows
from quarantine_failure as f
inner join quarantine as q on f.quarantine_id = q.quarantine_id
where q.state = 'open'
group by f.rule
order by refused_rows desc, f.rule asc
