-- What is each person's computed risk, and the score that the document prefers, as at the date?
-- Grain:   one row per person with a sanction or a held score
-- Inputs:  risk_offered, a table on the same cursor (sql/risk/offered.sql)
select
    person_id,
    ogrs3_1y,
    ogrs3_2y,
    arp,
    vrp,
    ogrs3_2y_band,
    arp_band,
    vrp_band,
    history,
    preferred_ogrs3_1y,
    preferred_ogrs3_2y,
    preferred_arp,
    preferred_vrp,
    from_ogrs3_1y,
    from_ogrs3_2y,
    from_arp,
    from_vrp
from risk_offered
