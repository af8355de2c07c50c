"""A source that gives only a number of prior offences gives no sanction, so nobody has a score."""

from datetime import date

from iom.intake import import_file, load_mapping
from iom.measures import covered_days
from iom.risk import Preference, export, offer, score
from iom.store import data_folder, derived
from tests.selection.test_broward_documents import AS_AT, FILES


def test_prior_counts_alone_give_no_score(furnished_store, tmp_path, now):
    """Invented rows in the shape of data/broward: charges and custody, nobody convicted or cautioned."""
    store = furnished_store
    store.settings = store.settings.model_copy(update={"refused_share_limit": 0.5})
    for name, text in FILES.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        mapping = load_mapping(data_folder("fixtures") / "mappings" / "broward" / f"{name}.toml")
        import_file(store, path, mapping, now=now)
    with store.cursor() as cursor:
        derived.as_known(cursor)
        assert cursor.execute("select count(*) from person_current").fetchone() == (3,)
        for as_at in (AS_AT, date(2026, 1, 1)):
            score(cursor, as_at)
            # who has no sanction is not scored at all: that is the reason, and a row of blanks would hide it
            assert cursor.execute("select count(*) from risk_feature").fetchone() == (0,)
            assert cursor.execute("select count(*) from risk_score").fetchone() == (0,)
            absent = offer(cursor, Preference(), as_at=as_at, covered=covered_days(cursor))
            assert set(absent) == {"risk.ogrs3_1y", "risk.ogrs3_2y", "risk.arp", "risk.vrp"}
    made = export(store, as_at=AS_AT, known_at=None, area=None, now=now)
    assert made.frame.is_empty()
    assert all(why for why in made.absent.values())
    assert set(made.absent) == {"ogrs3_1y", "ogrs3_2y", "arp", "vrp"}
