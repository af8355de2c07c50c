"""What an answer rests on, read from the store."""

from datetime import date, datetime

from api.answers import Basis
from api.doors import Call
from iom.store import sql


def basis(
    call: Call,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    criteria: str | None = None,
    caveat: str | None = None,
) -> Basis:
    """The moments and words given, with the reference tables and severity weights in force."""
    vintage, fingerprint = call.service.store.remembered("in force", lambda: _in_force(call))
    return Basis(
        as_at=as_at,
        known_at=known_at,
        criteria_sha256=criteria,
        reference_fingerprint=fingerprint,
        severity_vintage=vintage,
        caveat=caveat,
    )


def _in_force(call: Call) -> tuple[str | None, str | None]:
    with call.store.cursor() as cursor:
        row = cursor.execute(sql("service/in_force")).fetchone()
    return row or (None, None)
