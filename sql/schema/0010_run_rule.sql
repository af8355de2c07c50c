-- What each rule of a run did alone, and who just missed it.

-- One row per rule of the document, and per part of a rule that joins several with and. rule_no: the rule's bit in
-- met_bits; part_no: 0 for the rule itself, else the part. Numbers of people: who meet it, of whom it is unknown;
-- gain: who would enter a cohort if it alone were dropped, of these gain_unknown (of a cohort rule: those without a
-- cohort who might enter if it were known) and gain_places with a place; enters: whose cohort it is; only_by: who
-- would be in no cohort without it; one_short: who lack one comparison of it, and nothing else. NULL: not asked.
create table run_rule (
    run_id integer not null,
    rule_no integer not null,
    part_no integer not null,
    kind varchar not null check (kind in ('eligibility', 'cohort', 'harmful')),
    name varchar not null,
    says varchar not null,
    passes bigint,
    unknown bigint,
    gain bigint,
    gain_unknown bigint,
    gain_places bigint,
    enters bigint,
    only_by bigint,
    one_short bigint
);

-- One row per rule and person who lacks one comparison of it and nothing else, the nearest of each rule. near_no: the
-- order of nearness; lacks: the comparison as written; distance: what is short, as a share of the greater of what is
-- asked and what there is (1 where there is nothing to measure, NULL where the answer is unknown); words: read aloud.
create table run_near_miss (
    run_id integer not null,
    rule_no integer not null,
    near_no integer not null,
    person_id integer not null,
    lacks varchar not null,
    distance decimal(10, 6),
    words varchar not null
);
