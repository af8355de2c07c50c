"""Every kind of finding that a check of a criteria document may make, and one finding as it is reported."""

from collections.abc import Mapping
from dataclasses import dataclass

SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Kind:
    """A kind of finding. means: what it does to a meeting."""

    severity: str
    means: str
    remedy: str


KINDS: Mapping[str, Kind] = {
    # what cannot be meant
    "rule_never": Kind(
        "error",
        "Nobody can ever meet this rule: its parts contradict each other, or ask for what cannot be.",
        "Correct the numbers, or write `or` where either will do.",
    ),
    "steps_contradict": Kind(
        "error",
        "Nobody can pass the eligibility steps together: one leaves out all whom those before it let in.",
        "Change or remove one of the steps.",
    ),
    "cohort_outside_eligibility": Kind(
        "error",
        "Nobody who is eligible can meet this cohort's rule.",
        "Change the rule or the eligibility step that shuts them out.",
    ),
    "cohort_shadowed": Kind(
        "error",
        "Whoever meets this cohort's rule has met an earlier one, so the cohort stays empty.",
        "Put the narrower cohort first, or change its rule.",
    ),
    "example_differs": Kind(
        "error",
        "An example person does not come out as the document expects.",
        "Decide which of the two is meant, and change the rule or the expectation.",
    ),
    # what is allowed and seldom meant
    "band_gap": Kind(
        "warning",
        "Values between two bands give no points, though lower values do.",
        "Let the lower band end where the next begins: leave `below` out.",
    ),
    "band_impossible": Kind(
        "warning",
        "No value can fall in this band, so its points are never given.",
        "Remove the band or correct its edges.",
    ),
    "measure_unused": Kind(
        "warning",
        "This is measured, but no rule, band or order of ties reads it.",
        "Remove the measure, or use it.",
    ),
    "places_zero": Kind(
        "warning",
        "There is no place at all: everyone who meets the cohort's rule there is turned away.",
        "Give places, or remove the cohort.",
    ),
    "places_out_of_reach": Kind(
        "warning",
        "These places can never be filled: nobody who is eligible lives in that district.",
        "Correct the district, or the eligibility step that leaves it out.",
    ),
    "district_without_places": Kind(
        "warning",
        "Eligible people of some districts have no places in this cohort.",
        'Name every district, or give the others places with `area = "*"`.',
    ),
    "dead_not_left_out": Kind(
        "warning",
        "The rule may be met by someone who has died.",
        "Add `alive` to it, or to the eligibility steps.",
    ),
    "met_without_points": Kind(
        "warning",
        "Few points meet this rule, and what is not known of a person gives none: so it lets people in.",
        "Ask for at least so many points, or for a measure that has to be known.",
    ),
    "tie_break_none": Kind(
        "warning",
        "People with the same points are ordered by the number of their record, which says nothing of them.",
        "Name a measure to decide by, such as severity, highest first.",
    ),
    "window_crosses_vintage": Kind(
        "warning",
        "Part of the window lies in years for which other severity weights were, or are, in force.",
        "Keep the window within the years of one vintage, or say in the paper that one vintage weighs all.",
    ),
    "window_longer_than_data": Kind(
        "warning",
        "The records do not cover the whole window, so the measure is not known of anybody.",
        "Import the missing period, shorten the window, or select as at a date that has the whole of it.",
    ),
    "flag_not_stated": Kind(
        "warning",
        "No loaded source says which offences have this mark, so the measure is not known of anybody.",
        "Map the column that says so, or leave `flag` out.",
    ),
    "nobody_meets": Kind(
        "warning",
        "Nobody meets this rule as at the date.",
        "Look at the numbers again, or at what the records hold.",
    ),
    "cohort_taken": Kind(
        "warning",
        "Some meet this cohort's rule, but all of them have met an earlier one.",
        "Put this cohort before, or leave it out.",
    ),
    "band_empty": Kind(
        "warning",
        "Nobody eligible falls in this band as at the date.",
        "Move its edge to where people are, or leave it out.",
    ),
    "last_place_by_number": Kind(
        "warning",
        "Who gets the last place and who is first without one is decided by the numbers of their records: "
        "all that the document orders by is the same.",
        "Add to the order of ties, or let the meeting decide between the two.",
    ),
    "not_filled_in": Kind(
        "warning",
        "A place that the scheme must fill in still holds the starter's words.",
        "Write what your scheme decided, and why.",
    ),
    # what a meeting should know
    "step_adds_nothing": Kind(
        "note",
        "Everyone who passes the steps before passes this one: it removes nobody.",
        "Leave it out, or keep it for the reader.",
    ),
    "cohort_unlimited": Kind(
        "note",
        "This cohort has no number of places: everyone who meets its rule is proposed.",
        "Give places with [[capacity]] if the teams have a limit.",
    ),
    "tie_break_coarse": Kind(
        "note",
        "Ties are decided by counts or words alone, so many remain and fall to the number of the record.",
        "End the order with a severity, which is seldom the same for two people.",
    ),
    "measure_twice": Kind(
        "note",
        "Two measures count the same thing.",
        "Keep one of them.",
    ),
    "score_history_unknown": Kind(
        "note",
        "Scores from elsewhere do not say on what history they rest: one that is worked out from this "
        "force's records alone may be too low, and meets or fails the rule all the same.",
        "Ask the system that gives the score, and tell the meeting.",
    ),
    "score_any_age": Kind(
        "note",
        "A score of any age counts: nothing asks how old it is.",
        "Limit it, such as `held.ogrs3_2y_days_old <= 365`, or `held_at_most_days_old` in `[scores]`, or let "
        "the meeting look at that age.",
    ),
    "score_provisional": Kind(
        "note",
        "Computed scores on a local history count: convictions elsewhere are missing from them, so they may "
        "be too low or too high, and meet or fail the rule all the same.",
        "Leave out provisional in `[scores]`, or tell the meeting.",
    ),
    "vintage_superseded": Kind(
        "note",
        "Later severity weights are held than those that the document names.",
        "Change severity_vintage once the scheme has agreed to; sums before and after do not compare.",
    ),
    "no_reason": Kind(
        "note",
        "A number is called a local choice without saying why it was chosen.",
        'Write "local choice: …" with the reason.',
    ),
    "no_examples": Kind(
        "note",
        "The document has no example people, so nothing shows that it does what the scheme means.",
        "Add [[example]] tables: someone just in, someone just out, someone of whom a value is not known.",
    ),
    "no_records": Kind(
        "note",
        "The store covers no day of offences and what became of them, so nothing was looked up in records.",
        "Import records, or name a date.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something found in a document: of which kind, where, and what is so here."""

    code: str
    line: int
    says: str

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return KINDS[self.code].severity

    @property
    def means(self) -> str:
        """What it does to a meeting."""
        return KINDS[self.code].means

    @property
    def remedy(self) -> str:
        """What to do."""
        return KINDS[self.code].remedy


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The gravest first; of one severity, by line."""
    return tuple(
        sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.line, one.code, one.says))
    )
