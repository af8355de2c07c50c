"""The same task in pandas: how much faster is a run, and does it put the same people on its lists?

    pip install pandas    (for this comparison alone)
    python benchmarks/pandas_same.py --folder DIR [--offences 1000000] [--times 3]

Reads the store that benchmarks/run.py --keep left in DIR. pandas begins with everything in memory as it likes
it: numbers of 64 bits, one frame of the window's offences with their class flags, one of people with what is
held of them. It works out measures, points, cohorts, ranks and places, and stops: it keeps no run, no reason,
no audit line: compare it with "choose", which stops there too, and with "run", which does not. Exits with 1
if the two do not put the same people on the same lists.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from bench import AS_AT, BARE, CRITERIA, NOW, filled_store, machine, timed

from iom.selection import choosing, read_criteria, select

OFFENCES = """
select o.person_id, o.offence_on, o.severity::double as severity, o.last_standing as standing,
    o.domestic_abuse, coalesce(c.neighbourhood, false) as neighbourhood,
    coalesce(c.violence, false) as violence
from offence_scored as o
left join (
    select code_id, bool_or(offence_class = 'neighbourhood') as neighbourhood,
        bool_or(offence_class = 'violence') as violence
    from code_in_class group by code_id
) as c on o.code_id = c.code_id
where o.offence_on > date '2024-10-31' and o.offence_on <= date '2026-10-31'
    and o.last_status_on <= date '2026-10-31'
"""
PEOPLE = """
select p.person_id, p.birth_date, p.mappa_level, p.domestic_abuse_perpetrator, p.only_district as district,
    h.score::double as score, s.person_id is not null as supervised
from person_current as p
left join held_score_current as h on p.person_id = h.person_id
left join (select distinct person_id from supervision_current) as s on p.person_id = s.person_id
order by p.person_id
"""
PLACES = {"fixed": 20, "flex": 15, "free": 10}


def choose(offences: pd.DataFrame, people: pd.DataFrame) -> dict[int, str]:
    """By person on a list, which list."""
    measured = _measures(offences, people)
    points = _points(measured)
    year = AS_AT.year - measured["birth_date"].dt.year
    late = (
        measured["birth_date"].dt.month * 100 + measured["birth_date"].dt.day > AS_AT.month * 100 + AS_AT.day
    )
    age = year - late
    eligible = (age >= 18) & (measured["mappa_level"] < 2)
    near, violent = measured["neighbourhood_24m"], measured["violence_24m"]
    cohort = np.select(
        [
            eligible & (measured["score"] >= 75) & measured["supervised"] & (near >= 1),
            eligible & ((near >= 5) | ((near >= 3) & (points >= 8))),
            eligible & measured["domestic_abuse_perpetrator"] & (violent >= 3) & (points >= 4),
        ],
        list(PLACES),
        default="",
    )
    measured = measured.assign(points=points, cohort=cohort)
    order = ["points", "severity_24m", "neighbourhood_24m", "offences_12m", "person_id"]
    falling = [False, False, False, False, True]
    ranked = measured[measured["cohort"] != ""].sort_values(order, ascending=falling)
    place = ranked.groupby(["cohort", "district"]).cumcount() + 1
    has_place = place <= ranked["cohort"].map(PLACES)
    lists = dict(zip(ranked["person_id"], np.where(has_place, "proposed", "over_capacity"), strict=True))
    harmful = measured[(age >= 18) & (measured["severity_24m"] >= 10_000)]
    harmful = harmful[~harmful["person_id"].isin(ranked["person_id"][has_place])]
    order = ["severity_24m", "neighbourhood_24m", "offences_12m", "points", "person_id"]
    for person in harmful.sort_values(order, ascending=falling)["person_id"].head(50):
        lists.setdefault(person, "harmful_outside")
    return lists


def _measures(offences: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    counted = offences[offences["standing"] >= 1]
    recent = counted["offence_on"] > pd.Timestamp(AS_AT.replace(year=AS_AT.year - 1))
    days = (pd.Timestamp(AS_AT) - counted["offence_on"]).dt.days
    charged = counted["standing"] >= 2
    columns = pd.DataFrame(
        {
            "person_id": counted["person_id"],
            "offences_12m": recent.astype("int64"),
            "offences_24m": 1,
            "neighbourhood_24m": counted["neighbourhood"].astype("int64"),
            "violence_24m": (charged & counted["violence"]).astype("int64"),
            "abuse_24m": (charged & counted["domestic_abuse"]).astype("int64"),
            "severity_12m": counted["severity"].where(recent, 0.0),
            "severity_24m": counted["severity"],
            "harm_24m": (counted["severity"] * np.round(np.exp2(-days / 365.0), 10)).round(6),
        }
    )
    summed = columns.groupby("person_id").sum()
    return people.merge(summed, how="left", left_on="person_id", right_index=True).fillna(
        dict.fromkeys(summed.columns, 0)
    )


def _points(measured: pd.DataFrame) -> pd.Series:
    def banded(name: str, *bands: tuple[float, int]) -> pd.Series:
        points = pd.Series(0, index=measured.index)
        for low, given in bands:
            points = points.mask(measured[name] >= low, given)
        return points

    return (
        banded("score", (50, 1), (75, 3))
        + banded("neighbourhood_24m", (1, 1), (3, 3))
        + banded("offences_12m", (4, 1), (8, 2))
        + banded("severity_24m", (500, 1), (2500, 3))
        + banded("harm_24m", (1000, 1))
    )


def main() -> None:
    """Time both on one store, compare their lists, print one JSON line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--offences", type=int, default=1_000_000)
    arguments.add_argument("--folder", type=Path, required=True)
    arguments.add_argument("--times", type=int, default=3)
    chosen = arguments.parse_args()
    criteria = read_criteria(str(CRITERIA))
    runs, lists = [], []
    with filled_store(chosen.folder, chosen.offences, keep=True) as store, store.cursor() as cursor:
        offences, people = cursor.execute(OFFENCES).df(), cursor.execute(PEOPLE).df()
        best = timed(
            {
                "bare": lambda: cursor.execute(BARE),
                "pandas": lambda: lists.append(choose(offences, people)),
                "pandas_with_reading": lambda: choose(
                    cursor.execute(OFFENCES).df(), cursor.execute(PEOPLE).df()
                ),
                "choose": lambda: choosing.choose(
                    cursor, criteria, as_at=AS_AT, companions=False, apart=False
                ),
                "run": lambda: runs.append(select(store, criteria, as_at=AS_AT, now=NOW)),
            },
            chosen.times,
        )
    ours = {person.person_id: person.standing.list for person in runs[-1].listed}
    print(
        json.dumps(
            {
                "offences": chosen.offences,
                "listed": len(ours),
                "same_lists": ours == lists[-1],
                **{name: timing.per(best["bare"]) for name, timing in best.items()},
                "pandas_version": pd.__version__,
                **machine(),
            }
        )
    )
    if ours != lists[-1]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
