-- What share of a weight is left after so many days, halved every half-life?
-- Grain:   one row per day of the window, the date itself (0) among them
-- Params:  $half_life_{{ half_life }}, $days_{{ half_life }}
-- A floating number, so it is rounded to ten places before anything is multiplied by it (DOMAIN.md 15).
select
    r.days_ago::integer as days_ago,
    round(power(2.0, -r.days_ago / $half_life_{{ half_life }}::double), 10) as share
from range(0, $days_{{ half_life }}::bigint) as r (days_ago)
