-- Of which tools does the file hold scores that are no per cent: below 0 or above 100, or all of them shares of one?
-- Grain:   one row per tool of which that is so
-- Inputs:  fated, arrived_held_score_version
-- A tool whose scores are a per cent by its makers: OGRS, OGP, OVP, RSR and what is worked out like them.
select
    s.tool,
    count(*) as scores,
    count(*) filter (where s.score not between 0 and 100) as beyond,
    coalesce(max(s.score) <= 1 and min(s.score) >= 0 and max(s.score) > 0, false) as only_shares,
    list_slice(list(f.line order by f.line) filter (where s.score not between 0 and 100), 1, 3) as first_lines
from fated as f
inner join arrived_held_score_version as s on f.record_no = s.record_no and f.row_no = s.row_no and f.item = s.item
where
    f.table_name = 'held_score_version'
    and f.fate != 'repeat'
    and s.score is not null
    and regexp_full_match(s.tool, '(ogrs|ogp|ovp|rsr|arp|vrp)[0-9]*(_.*)?')
group by s.tool
having beyond > 0 or only_shares
order by s.tool
