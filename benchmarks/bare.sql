-- The measure of all measures: count and sum per person over exactly the rows of the 24-month window.
create or replace temporary table bare as
select
    person_id,
    count(*) as offences,
    sum(severity) as severity
from offence_scored
where offence_on > date '2024-10-31' and offence_on <= date '2026-10-31'
group by person_id
