"""What each term of a sum is, in plain words, for one person."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iom.risk.worked import Features

SEX = {"M": "male", "F": "female"}
_POWER = {"quadratic": ", squared", "cubic": ", cubed", "quartic": ", to the 4th power"}
# What the source's own words leave short or misspell.
_CATEGORY = {
    "violence against the person abh plus": "violence, actual bodily harm or worse",
    "violence against the person sub abh": "violence, less than actual bodily harm",
    "public order and harrassment": "public order and harassment",
    "motoring offences": "motoring",
    "other offences": "other",
    "firearms most serious": "firearms, the most serious",
    "firearms other": "firearms, other",
    "weapons non firearm": "weapons other than firearms",
    "drug import export or production": "drug import, export or production",
    "absconding or bail": "absconding or bail",
    "burglary domestic": "burglary, domestic",
    "burglary other": "burglary, other",
    "theft non motor": "theft, not of vehicles",
    "sexual against child": "sexual, against a child",
    "sexual not against child": "sexual, not against a child",
}


def category(level: str | None) -> str:
    """An offence category of the OGRS4 generation in words: "burglary, domestic"."""
    words = (level or "not known").lower().replace("_", " ")
    return _CATEGORY.get(words, words)


def ogrs3_label(name: str, known: "Features", level: str, counted: int) -> str:
    """A term of OGRS3. level: the kind of current sanction; counted: previous sanctions that count."""
    years = (known.age_at_current_sanction or 0) - (known.age_at_first_sanction or 0)
    return {
        "constant": "constant",
        "copas": f"rate of previous sanctions: ln((1 + {counted}) / (10 + {years} years since the first))",
        "sanction": f"current sanction: {level}",
        "age_at_risk": f"{SEX[known.sex or 'M']}, {known.age_at_start} at the start in the community",
        "offence": f"offence: {known.ogrs3_group}",
    }[name]


def concerns(term: str, known: "Features") -> bool:
    """Whether a term of ARP or VRP concerns someone: one that does not adds nothing."""
    if term.endswith("_male"):
        is_of_sex = known.sex == "M"
    elif term.endswith("female"):
        is_of_sex = known.sex == "F"
    else:
        is_of_sex = True
    if term == "first_sanction":
        return known.sanctions == 1
    if "second_sanction" in term:
        return is_of_sex and known.sanctions == 2
    if term.startswith("three_plus"):
        return is_of_sex and known.sanctions > 2
    if term.startswith("never_violent"):
        return is_of_sex and known.violent_sanctions == 0
    if term == "once_violent":
        return known.violent_sanctions == 1
    if term in ("violent_sanctions", "violent_rate"):
        return known.violent_sanctions > 0
    return is_of_sex


def ogrs4_label(term: str, known: "Features", copas_years: int, rate_years: int | None) -> str:
    """A term of ARP or VRP that concerns someone."""
    power = next((words for name, words in _POWER.items() if name in term), "")
    years = (known.age_at_current_sanction or 0) - (known.age_at_first_sanction or 0)
    if term.startswith("aai"):
        return f"age at the start in the community, {SEX[known.sex or 'M']}{power}"
    if term.startswith("offence_free_months"):
        return f"offence-free months{power}"
    if term.startswith("yrs_between"):
        return "years from the first to the second sanction"
    if term.startswith("three_plus"):
        squared = ", squared" if "squared" in term else ""
        rate = f"ln({known.sanctions} / ({copas_years} + {years} years since the first))"
        return f"rate of sanctions: {rate}{squared}"
    return {
        "two_year_constant": "constant",
        "female": "female",
        "offence": f"offence: {category(known.ogrs4_category)}",
        "sanction_occasions": "sanctions, the current one included",
        "first_sanction": "the current sanction is the first",
        "second_sanction": "the current sanction is the second",
        "never_violent_male": "no sanction was violent",
        "never_violent_female": "no sanction was violent",
        "once_violent": "one sanction was violent",
        "violent_sanctions": "violent sanctions",
        "violent_rate": f"rate of violence: ln({known.violent_sanctions} / ({rate_years} + {years} years "
        "since the first))",
    }[term]
