"""What the routes of a running service share."""

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from api.access_in_force import AccessInForce
from api.commands import Commands, Desk
from api.jobs import Jobs
from api.metrics import Metrics
from api.rates import Rates
from api.sign_in import SignIn
from api.slots import Slots
from api.uploads import Uploads
from api.watch import Watch
from iom.access import Access
from iom.store import Store


@dataclass
class Service:
    """One store being served. clock: the current moment, aware; seal_key: of cursors, made anew each time."""

    store: Store
    in_force: AccessInForce
    sign_in: SignIn
    clock: Callable[[], datetime]
    watch: Watch
    jobs: Jobs
    uploads: Uploads
    desk: Desk
    commands: Commands
    metrics: Metrics
    hosts: tuple[str, ...]
    slots: Slots
    rates: Rates
    seal_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    stopping: bool = False
    # why it could not be started
    fault: Exception | None = None
    _started: ExitStack = field(default_factory=ExitStack, repr=False)

    @property
    def access(self) -> Access:
        """What decides now: another while the same request lasts, if the document is changed meanwhile."""
        return self.in_force.access

    def start(self) -> None:
        """Begin what runs beside the requests; what had begun ends again where a part cannot."""
        try:
            self.store.anchored_apart = True
            self._started.callback(setattr, self.store, "anchored_apart", False)
            for part in (self.uploads, self.watch, self.jobs):
                part.start()
                self._started.callback(part.stop)
        except Exception as error:
            self.fault = error
            self.stop()
            raise

    def stop(self) -> None:
        """End it, once: work under way is called off, files that wait are deleted."""
        self.stopping = True
        self._started.close()
