"""What the ledger's side counts, for Prometheus: names of actions and numbers, and nothing of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

from chain.actions import ActionRecord
from chain.relayer.outbox import Outcome

_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_ACTIONS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class LedgerMetrics:
    """The counters of one ledger, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._settled = Counter(
            "quay_actions_settled",
            "Actions that are final or failed, by the action's name.",
            ["action", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "quay_action_seconds",
            "From an action's acceptance until its outcome is known.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._batches = Histogram(
            "quay_transaction_actions",
            "Actions in a transaction of ours.",
            buckets=_ACTIONS,
            registry=self.registry,
        )
        self._gas = Counter(
            "quay_gas_used", "Gas of our transactions that were mined.", registry=self.registry
        )

        self._turned_away = Counter(
            "quay_actions_turned_away",
            "Actions that were not accepted because too many waited.",
            registry=self.registry,
        )

    def turned_away(self) -> None:
        """There was no room for an action."""
        self._turned_away.inc()

    def mined(
        self, batch: Sequence[ActionRecord], outcomes: Sequence[Outcome], gas_used: int
    ) -> None:
        """A transaction of ours with these actions was mined, and some have their outcome."""
        self._batches.observe(len(batch))
        self._gas.inc(gas_used)
        by_id: Mapping[str, ActionRecord] = {action.action_id: action for action in batch}
        now = datetime.now(UTC)
        for outcome in outcomes:
            action = by_id[outcome.action_id]
            self._settled.labels(action.name, "final" if outcome.error is None else "failed").inc()
            self._seconds.observe((now - action.accepted_at).total_seconds())
