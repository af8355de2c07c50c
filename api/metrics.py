"""What is counted of a running service; no figure names a person, a caller or a path that was asked for."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "iom_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "iom_request_seconds",
            "Seconds until the answer.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self.refused = Counter(
            "iom_refused",
            "Requests refused for want of a slot, a turn or time.",
            ("why",),
            registry=self._registry,
        )
        self.access = Gauge(
            "iom_access_document_good",
            "0: the access document was changed and is broken; the earlier one is in force.",
            registry=self._registry,
        )
        self.jobs = Gauge("iom_jobs_waiting", "Jobs that wait or are at work.", registry=self._registry)

    def text(self) -> bytes:
        """The figures as Prometheus reads them."""
        return generate_latest(self._registry)
