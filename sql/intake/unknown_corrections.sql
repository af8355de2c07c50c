-- Which rows of a corrections file name no refused row of this store?
-- Grain:   the first such row, or none
-- Inputs:  correction, quarantine
select c.row_no
from correction as c
left join quarantine as q on c.quarantine_id = q.quarantine_id
where q.quarantine_id is null
order by c.row_no
limit 1
