"""An import killed at any moment is absent: the store opens without half of it, and the next one works."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from iom.intake import import_file, load_mapping
from iom.intake.audits import broken_audits
from iom.settings import settings
from iom.store import open_store
from tests.people.given import bare_reference

from .conftest import HEAD, PEOPLE, PEOPLE_HEADER

TIMES = 20
ROWS = 8_000
SCRIPT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from iom.intake import import_file, load_mapping
from iom.settings import settings
from iom.store import Actor, open_store
folder, file, mapping = map(Path, sys.argv[1:])
now = datetime(2026, 11, 23, 12, tzinfo=UTC)
document = load_mapping(mapping)
with open_store(folder, settings(), Actor("killed", "inspection", "import"), now=now) as store:
    print("open", flush=True)
    import_file(store, file, document, now=now)
    print("done", flush=True)
"""


def test_an_import_killed_at_a_random_moment_leaves_nothing(tmp_path: Path, now, actor):
    folder, mapping, file = tmp_path / "store", tmp_path / "mapping.toml", tmp_path / "people.csv"
    head = HEAD.format(name="killed", system="niche", scope="full", first="false")
    mapping.write_text(head + PEOPLE, encoding="utf-8")
    rows = "\n".join(f"{n:06},Name{n},04/07/1991,M,,2,01/02/2020" for n in range(ROWS))
    file.write_text(f"{PEOPLE_HEADER}\n{rows}\n", encoding="utf-8")
    with open_store(folder, settings(), actor, now=now, create=True) as store:
        bare_reference(store)
    moments = random.Random(20)
    finished = 0
    for _ in range(TIMES):
        command = [sys.executable, "-c", SCRIPT, str(folder), str(file), str(mapping)]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ))
        assert running.stdout is not None
        assert running.stdout.readline() == b"open\n"
        time.sleep(moments.uniform(0, 0.6))
        running.kill()
        rest = running.communicate()[0]
        with open_store(folder, settings(), actor, now=now) as store, store.cursor() as cursor:
            held = cursor.execute(
                "select (select count(*) from subject_version), (select count(*) from import_batch), "
                "(select count(*) from subject), "
                "(select count(*) from audit_log where action = 'import.commit')"
            ).fetchone()
        assert held is not None
        assert held[0] in (0, ROWS)
        assert (held[0] > 0) == (held[1] > 0) == (held[2] > 0) == (held[3] > 0)
        finished += b"done" in rest
    assert finished < TIMES, "every import had finished before it was killed: kill sooner"
    with open_store(folder, settings(), actor, now=now) as store:
        report = import_file(store, file, load_mapping(mapping), now=now)
        assert report.rows_loaded + report.rows_unchanged == ROWS
        assert broken_audits(store) == {}
