-- Which computed scores may a selection use, and which of computed and held does its document prefer?
-- Grain:   one row per person with a sanction or a held score
-- Inputs:  risk_score, risk_feature, held_score_current
-- Params:  $as_at, $provisional, $computed_known, $held_first, $held_at_most_days_old
-- A score on a local history counts only if the document says that provisional ones do; where custody or sanctions
-- are not covered on the date, no computed score counts. Of held scores the latest of each tool of the same name
-- counts, if it is not too old; of several of one day the highest, then as in sql/measures/held_as_at.sql.
with computed as (
    select
        s.person_id,
        f.history,
        s.ogrs3_1y,
        s.ogrs3_2y,
        s.arp,
        s.vrp,
        s.ogrs3_2y_band,
        s.arp_band,
        s.vrp_band,
        $computed_known and ($provisional or f.history = 'complete') as counts
    from risk_score as s
    inner join risk_feature as f on s.person_id = f.person_id
),

assessed as (
    select
        person_id,
        tool,
        score,
        row_number() over (
            partition by person_id, tool
            order by
                on_date desc, score desc nulls last, system asc, subject_id asc,
                tool_version asc nulls last, band asc nulls last
        ) as place
    from held_score_current
    where
        tool in ('ogrs3_1y', 'ogrs3_2y', 'arp', 'vrp')
        and on_date <= $as_at
        and $as_at - on_date <= $held_at_most_days_old
),

held as (
    select
        person_id,
        max(score) filter (where tool = 'ogrs3_1y') as ogrs3_1y,
        max(score) filter (where tool = 'ogrs3_2y') as ogrs3_2y,
        max(score) filter (where tool = 'arp') as arp,
        max(score) filter (where tool = 'vrp') as vrp
    from assessed
    where place = 1
    group by person_id
),

beside as (
    select
        coalesce(c.person_id, h.person_id) as person_id,
        c.history,
        case when c.counts then c.ogrs3_1y end as ogrs3_1y,
        case when c.counts then c.ogrs3_2y end as ogrs3_2y,
        case when c.counts then c.arp end as arp,
        case when c.counts then c.vrp end as vrp,
        case when c.counts then c.ogrs3_2y_band end as ogrs3_2y_band,
        case when c.counts then c.arp_band end as arp_band,
        case when c.counts then c.vrp_band end as vrp_band,
        h.ogrs3_1y as held_ogrs3_1y,
        h.ogrs3_2y as held_ogrs3_2y,
        h.arp as held_arp,
        h.vrp as held_vrp
    from computed as c
    full join held as h on c.person_id = h.person_id
)

select
    person_id,
    history,
    ogrs3_1y,
    ogrs3_2y,
    arp,
    vrp,
    ogrs3_2y_band,
    arp_band,
    vrp_band,
    case when $held_first then coalesce(held_ogrs3_1y, ogrs3_1y) else coalesce(ogrs3_1y, held_ogrs3_1y) end
        as preferred_ogrs3_1y,
    case when $held_first then coalesce(held_ogrs3_2y, ogrs3_2y) else coalesce(ogrs3_2y, held_ogrs3_2y) end
        as preferred_ogrs3_2y,
    case when $held_first then coalesce(held_arp, arp) else coalesce(arp, held_arp) end as preferred_arp,
    case when $held_first then coalesce(held_vrp, vrp) else coalesce(vrp, held_vrp) end as preferred_vrp,
    case
        when held_ogrs3_1y is not null and ($held_first or ogrs3_1y is null) then 'held'
        when ogrs3_1y is not null then 'computed'
    end as from_ogrs3_1y,
    case
        when held_ogrs3_2y is not null and ($held_first or ogrs3_2y is null) then 'held'
        when ogrs3_2y is not null then 'computed'
    end as from_ogrs3_2y,
    case
        when held_arp is not null and ($held_first or arp is null) then 'held'
        when arp is not null then 'computed'
    end as from_arp,
    case
        when held_vrp is not null and ($held_first or vrp is null) then 'held'
        when vrp is not null then 'computed'
    end as from_vrp
from beside
