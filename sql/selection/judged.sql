-- Which rules does each person meet, which cannot be known, and how many points have they?
-- Grain:   one row per person measured
-- Inputs:  {{ measured }}: the table measured, or the relation that it would hold
-- Params:  $steps (the number of eligibility steps); bound values of the document's conditions, bands and names
-- Blanks:  lists of columns and expressions that iom.selection.compile writes from the parsed document
-- A rule whose outcome is NULL is unknown, and unknown meets no rule (DOMAIN.md 6). own__failed_step: the first
-- eligibility step (from 1) that was not met; one more than those for no cohort rule; NULL for neither.
-- The measures go along, so that what reads them beside the judgement need not join everyone with everyone.
-- Columns of our own begin with own__: no name of a document has two underscores together, so none is the same.
with pointed as (
    select
        person_id,
        {{ measured_columns }},
        {{ points_by_measure }}
    from ({{ measured }})
),

totalled as (
    select
        person_id,
        {{ measured_columns }},
        {{ points_total }} as own__points
    from pointed
),

outcome as (
    select
        person_id,
        {{ measured_columns }},
        own__points,
        {{ rule_outcomes }}
    from totalled
),

judged as (
    select
        person_id,
        {{ measured_columns }},
        {{ home_district }} as own__district,
        own__points,
        {{ met_bits }} as own__met_bits,
        {{ unknown_bits }} as own__unknown_bits,
        {{ eligibility_failed }} as own__eligibility_failed,
        {{ first_cohort }} as own__first_cohort,
        {{ harmful_met }} as own__is_harmful
    from outcome
)

select
    person_id,
    {{ measured_columns }},
    own__district,
    own__points,
    own__met_bits,
    own__unknown_bits,
    own__eligibility_failed is null as own__eligible,
    case when own__eligibility_failed is null then own__first_cohort end as own__cohort,
    case
        when own__eligibility_failed is not null then own__eligibility_failed
        when own__first_cohort is null then $steps + 1
    end as own__failed_step,
    own__is_harmful
from judged
