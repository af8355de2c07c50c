-- Which of the tables hold anything without which a derived relation has no row?
-- Grain:   one row per such table
-- Inputs:  absence_version, held_score_version, home_area_version, intelligence_version, offence_status_event,
--          offence_version, offence_victim_version, person_restriction, sanction_version, supervision_version
select 'absence_version' as table_name
where exists (select 1 from absence_version)
union all
select 'held_score_version' as table_name
where exists (select 1 from held_score_version)
union all
select 'home_area_version' as table_name
where exists (select 1 from home_area_version)
union all
select 'intelligence_version' as table_name
where exists (select 1 from intelligence_version)
union all
select 'offence_status_event' as table_name
where exists (select 1 from offence_status_event)
union all
select 'offence_version' as table_name
where exists (select 1 from offence_version)
union all
select 'offence_victim_version' as table_name
where exists (select 1 from offence_victim_version)
union all
select 'person_restriction' as table_name
where exists (select 1 from person_restriction)
union all
select 'sanction_version' as table_name
where exists (select 1 from sanction_version)
union all
select 'supervision_version' as table_name
where exists (select 1 from supervision_version)
