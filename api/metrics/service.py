"""The numbers of this moment: how node, index and outbox are, beside what was counted."""

from __future__ import annotations

import secrets

from prometheus_client import CollectorRegistry, Gauge, Info, generate_latest

from api.errors import PlatformError, Words
from api.metrics.requests import RequestMetrics
from api.version import VERSION
from chain.ledger import Ledger, LedgerStatus


class MetricsService:
    """Answers the scraper that knows the token; for anybody else there is nothing here."""

    def __init__(self, ledger: Ledger, requests: RequestMetrics, token: str | None) -> None:
        self._ledger, self._requests, self._token = ledger, requests, token
        self._now = CollectorRegistry()
        info = Info("quay", "The software that answers.", registry=self._now)
        info.info({"version": VERSION})
        self._node_up = self._gauge("quay_node_up", "1 if the node answers.")
        self._answering = self._of_node("quay_rpc_answering", "1 for the node that is asked.")
        self._rpc_up = self._of_node("quay_rpc_up", "1 if this node answers and is not far behind.")
        self._rpc_block = self._of_node("quay_rpc_block", "The newest block that this node told.")
        self._head = self._gauge("quay_node_block", "The node's newest block.")
        self._indexed = self._gauge("quay_index_block", "The newest block that is indexed.")
        self._lag = self._gauge("quay_index_lag_blocks", "Blocks that the index is behind.")
        self._failing = self._gauge("quay_index_failing", "1 if the index stands still by a fault.")
        self._leading = self._gauge("quay_gateway_leads", "1 for the gateway that indexes.")
        self._depth = self._gauge("quay_outbox_actions", "Actions accepted and not settled.")

    async def read(self, authorization: str | None) -> bytes:
        """All metrics in Prometheus's text format.

        Raises:
            PlatformError: 404: metrics are not switched on, or this is not the token.
        """
        if self._token is None or not secrets.compare_digest(
            (authorization or "").encode(), f"Bearer {self._token}".encode()
        ):
            raise PlatformError(
                "unknown_route",
                404,
                "Not Found",
                Words("There is nothing at this path.", "该路径不存在。"),
                remedy=Words(
                    "An operator sets QUAY_API_METRICS_TOKEN, and scrapes with it as bearer token.",
                    "运营方须设置 QUAY_API_METRICS_TOKEN，并以其作为 Bearer 令牌采集。",
                ),
            )
        self._set(await self._ledger.status())
        registries = (self._now, self._ledger.metrics.registry, self._requests.registry)
        return b"".join(generate_latest(registry) for registry in registries)

    def _set(self, status: LedgerStatus) -> None:
        self._node_up.set(status.head_block is not None)
        if status.head_block is not None and status.lag is not None:
            self._head.set(status.head_block)
            self._lag.set(status.lag)
        for node in status.nodes:
            self._answering.labels(node.name).set(node.answering)
            self._rpc_up.labels(node.name).set(node.up)
            self._rpc_block.labels(node.name).set(node.head or 0)
        self._indexed.set(status.indexed_block)
        self._failing.set(status.index_failure is not None)
        self._leading.set(status.leads)
        self._depth.set(status.outbox_depth)

    def _of_node(self, name: str, what: str) -> Gauge:
        return Gauge(name, what, ["node"], registry=self._now)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(name, what, registry=self._now)
