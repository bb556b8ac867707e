"""What is counted of requests: the route's template, the method and the status, and never a path."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Histogram
from starlette.types import Scope

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)
_NO_ROUTE: Final = "none"


class RequestMetrics:
    """The counters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "quay_http_request_seconds",
            "How long an answer took, by route; a wait that the caller asked for is in it.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self.registry,
        )

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        """A request got its answer; 0 for one whose client had gone before."""
        route = getattr(scope.get("route"), "path", _NO_ROUTE)
        # What is no method of ours may be anything: it must not become a series of its own.
        method = scope["method"] if route != _NO_ROUTE else _NO_ROUTE
        self._seconds.labels(method, route, status).observe(seconds)
