-- Which rules did each row refused for the first time break?
-- Grain:   one row per refused row and rule broken
-- Inputs:  numbered_refusal, failure, checks, conflict_place
-- Params:  $first (what is said before the line of the first row that says otherwise)
insert into quarantine_failure (quarantine_id, record_type, rule, field, source_column, message, remedy)
select distinct
    n.quarantine_id,
    c.record_type,
    c.rule,
    c.field,
    c.source_column,
    c.message || coalesce($first || p.other_line, '') as message,
    c.remedy
from numbered_refusal as n
inner join failure as f on n.row_no = f.row_no
inner join checks as c on f.check_no = c.check_no
left join conflict_place as p on f.row_no = p.row_no and f.check_no = p.check_no
where n.is_new
order by n.quarantine_id, c.record_type, c.rule, c.field
