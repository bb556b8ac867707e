"""The ledger as the gateway sees it: submit signed actions, wait for them, read the records.

One `Ledger` a process and a data directory. It owns the two databases, the indexer and the relayer.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog

from chain.abi import decode_error
from chain.actions import ActionRecord, ActionStatus, SignedAction
from chain.assembly import Parts, put_together
from chain.deploy import Deployment
from chain.endpoints import NodeState
from chain.errors import (
    BacklogFullError,
    ChainError,
    ContractRefusal,
    NodeUnavailableError,
    WrongChainError,
)
from chain.feed import Feed
from chain.metrics import LedgerMetrics
from chain.notary import Noted
from chain.read_model import ReadModel
from chain.relayer.outbox import Outcome
from chain.relayer.preflight import UnderWayElsewhereError
from chain.settings import ChainSettings
from wallets.action_set import signed_rows
from wallets.signatures import signers
from wallets.typed_action import Domain, TypedAction, action_id

__all__ = ["ActionRecord", "ActionStatus", "Ledger", "LedgerStatus", "UnknownActionError"]

_log = structlog.get_logger(__name__)

_STOP_SECONDS = 10.0
_ELSEWHERE_SECONDS, _ELSEWHERE_PAUSE_SECONDS = 10.0, 0.1
"""How long an action waits to be accepted while what it stands on is under way at another gateway."""


class UnknownActionError(ChainError):
    """No action of this id was ever accepted here."""

    def __init__(self, action_id: str) -> None:
        """Names the id."""
        super().__init__(f"no action {action_id} was accepted here")
        self.action_id = action_id


@dataclass(frozen=True, slots=True)
class LedgerStatus:
    """How the ledger is.

    `head_block` and `node_version` are None while the node is away, and so is `lag`, the blocks that the
    index is behind; `nodes` are the node, or several in the order of preference; `outbox_depth` counts
    actions that are not settled, other gateways' too; `index_failure` says why the index stands still, if it
    does; `leads` is whether it is this gateway that projects the chain and calls webhooks.
    """

    chain_id: int
    head_block: int | None
    indexed_block: int
    lag: int | None
    outbox_depth: int
    node_version: str | None
    nodes: Sequence[NodeState]
    index_failure: str | None
    leads: bool


class Ledger:
    """Signed actions in, records out. Made by `open`, ended by `close`."""

    def __init__(
        self, deployment: Deployment, parts: Parts, opened: contextlib.AsyncExitStack
    ) -> None:
        """Use `open`."""
        self.deployment = deployment
        self._opened = opened
        self._parts = parts
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False
        self.metrics = LedgerMetrics()
        """What is counted here, for Prometheus."""
        parts.relayer.tell(lambda _: parts.follower.poke(), self._on_settled)
        parts.backlog.on_full = self.metrics.turned_away
        self.feed = Feed(parts.cache)
        """Events in the chain's order."""
        self.read = ReadModel(parts.cache, lambda: int(time.time()))
        """Queries of the records."""

    @classmethod
    async def open(cls, settings: ChainSettings, deployment: Deployment) -> "Ledger":
        """Opens the databases, then follows and relays in the background; recovers what a crash left.

        A node that is away is waited for in the background. Raises DirectoryInUseError, DatabaseInUseError,
        DatabaseUnavailableError, StoreVersionError, WrongChainError.
        """
        async with contextlib.AsyncExitStack() as opened:
            parts = await put_together(settings, deployment, opened)
            await parts.follower.open()
            ledger = cls(deployment, parts, opened.pop_all())
        ledger._start()
        return ledger

    async def close(self) -> None:
        """Takes nothing more, ends the transaction in hand, closes all. What is left stays queued."""
        self._closing = True
        await self._parts.outbox.close()
        self._parts.relayer.stop()
        relaying, following, sharing = self._tasks
        sharing.cancel()
        # The index goes on until then: an outcome may wait for it.
        _, late = await asyncio.wait([relaying], timeout=_STOP_SECONDS)
        self._parts.follower.stop()
        _, later = await asyncio.wait([following], timeout=_STOP_SECONDS)
        for task in late | later:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._release()

    def domain(self, contract: str) -> Domain:
        """The EIP-712 domain of a contract of this deployment."""
        return self.deployment.domain(contract)

    async def submit(self, action: TypedAction, signatures: bytes) -> ActionRecord:
        """Accepts a signed action: when this returns, it is durable and will be relayed.

        The same action again gives the record that is there; one that failed is tried anew.
        Raises SignatureError for malformed signatures, ContractRefusal if the contract would refuse it
        now (nothing is stored then), BacklogFullError, NodeUnavailableError.
        """
        self._require_open()
        return await self._submit(self._signed(action, signatures))

    async def submit_all(
        self, actions: Sequence[SignedAction]
    ) -> list[ActionRecord | BaseException]:
        """Accepts actions as `submit` does each; what it would raise for one stands in its place.

        Most of them share a trial and a commit. Raises NodeUnavailableError if that cannot be done at all.
        """
        self._require_open()
        held: list[asyncio.Lock] = []
        free: list[SignedAction] = []
        try:
            for action in actions:
                lock = self._lock(action)
                if not lock.locked():
                    await lock.acquire()
                    held.append(lock)
                    free.append(action)
            accepted = await self._parts.together.accept(free)
        finally:
            for lock in held:
                lock.release()
        others = [action for action in actions if action.action_id not in accepted]
        alone = await asyncio.gather(*map(self._submit, others), return_exceptions=True)
        found = accepted | {
            action.action_id: each for action, each in zip(others, alone, strict=True)
        }
        return [found[action.action_id] for action in actions]

    def signed_set(
        self, actions: Sequence[TypedAction], signatures: Sequence[bytes]
    ) -> list[SignedAction]:
        """The actions of a set, for `submit_all`. Raises SignatureError, ActionFieldError."""
        contract = actions[0].spec.contract
        rows = signed_rows(actions, self.domain(contract), signatures)
        return [
            SignedAction(
                action_id=action_id,
                name=action.name,
                contract=contract,
                record_id=_record_of(action),
                message=action.message,
                signatures=pieces,
                signers=rows.signers,
            )
            for action, action_id, pieces in zip(actions, rows.ids, rows.signatures, strict=True)
        ]

    def is_under_way(self, action_id: str) -> bool:
        """Whether this gateway has accepted the action and not seen it settled."""
        return action_id in self._parts.outbox.waiting

    def _require_open(self) -> None:
        if self._closing:
            msg = "the ledger is closing"
            raise NodeUnavailableError(msg)

    async def _submit(self, signed: SignedAction) -> ActionRecord:
        async with self._lock(signed):
            outbox = self._parts.outbox
            if signed.action_id in outbox.waiting and (taken := await self._taken(signed)):
                return taken
            try:
                with self._parts.backlog.place():
                    await self._require_lawful(signed)
                    return await outbox.accept(signed)
            except (BacklogFullError, ContractRefusal, NodeUnavailableError):
                # What was executed already is refused like a rival: the journal knows which it is.
                if taken := await self._taken(signed):
                    return taken
                raise

    async def pledged(self, bill_id: str) -> tuple[bool | None, int]:
        """Whether there is a live pledge on a bill, as the chain itself says; None if it has no such bill.

        Beside it the block that the answer is from. Raises NodeUnavailableError.
        """
        rpc, target = self._parts.rpc, self.deployment.addresses["BillOfLading"]
        block, record = int(await rpc.raw("eth_blockNumber"), 16), bytes.fromhex(bill_id[2:])
        bill = await rpc.ask("BillOfLading", target, "billOf", record, block=block)
        if bill["version"] == 0:
            return None, block
        live = await rpc.ask("BillOfLading", target, "isPledged", record, block=block)
        return bool(live), block

    async def simulate(self, action: TypedAction, signatures: bytes) -> None:
        """Raises ContractRefusal if the contract would refuse the action now; stores nothing."""
        await self._require_lawful(self._signed(action, signatures))

    async def action(self, action_id: str) -> ActionRecord | None:
        """The action of this id, None if it was never accepted here."""
        return await self._parts.outbox.get(action_id)

    async def all_of(self, action_ids: Iterable[str]) -> list[ActionRecord]:
        """Those of these actions that were accepted here; some hundred at once."""
        return await self._parts.outbox.all_of(action_ids)

    async def actions(
        self, signers: Iterable[str], limit: int = 50, before: int | None = None
    ) -> list[ActionRecord]:
        """The newest actions first signed by these wallets; `before` is the `sequence` to go on from."""
        return await self._parts.outbox.by_signers(signers, limit, before)

    async def wait(self, action_id: str, timeout: float) -> ActionRecord:  # noqa: ASYNC109
        """The action once it is final or failed and what it changed can be read, or at the timeout.

        `timeout` in seconds. Raises UnknownActionError.
        """
        deadline = time.monotonic() + timeout
        record = await self._parts.outbox.settled(action_id, timeout)
        if record is None:
            raise UnknownActionError(action_id)
        if record.settled and record.block_number is not None:
            left = max(0.0, deadline - time.monotonic())
            await self._parts.follower.reached(record.block_number, left)
        return record

    @property
    def leads(self) -> bool:
        """Whether it is this gateway that projects the chain to the read model and calls webhooks."""
        return self._parts.database.leads

    @property
    def moves(self) -> int:
        """How often the index has moved: for `moved`."""
        return self._parts.follower.moves

    async def moved(self, seen: int, wait_seconds: float) -> None:
        """Waits until the index has moved more often than `seen`; or until `wake`, or the time is over."""
        await self._parts.follower.moved(seen, wait_seconds)

    def wake(self) -> None:
        """Lets everybody go on who waits in `moved`."""
        self._parts.follower.wake()

    async def note(self, data: bytes) -> Noted:
        """Puts bytes on the ledger with a proof that they are there. Raises NodeError, ProofError."""
        return await self._parts.notary.note(data)

    async def status(self) -> LedgerStatus:
        """How node, index and outbox are now.

        Asked in the order of an action's way, so that an empty outbox without lag means that all which
        was accepted before is indexed.
        """
        depth = await self._parts.outbox.depth()
        head, version = await self._node()
        indexed, failure = self._parts.follower.indexed, self._parts.follower.failure
        return LedgerStatus(
            chain_id=self.deployment.chain_id,
            head_block=head,
            indexed_block=indexed,
            lag=None if head is None else max(0, head - indexed),
            outbox_depth=depth,
            node_version=version,
            nodes=self._parts.rpc.nodes.states,
            index_failure=None if failure is None else str(failure),
            leads=self.leads,
        )

    async def _node(self) -> tuple[int | None, str | None]:
        try:
            head = int(await self._parts.rpc.raw("eth_blockNumber"), 16)
            return head, str(await self._parts.rpc.raw("web3_clientVersion"))
        except (NodeUnavailableError, WrongChainError):
            return None, None

    def _signed(self, action: TypedAction, signatures: bytes) -> SignedAction:
        contract = action.spec.contract
        domain = self.domain(contract)
        return SignedAction(
            action_id=action_id(action, domain),
            name=action.name,
            contract=contract,
            record_id=_record_of(action),
            message=action.message,
            signatures=signatures,
            signers=[signer.wallet for signer in signers(action, domain, signatures)],
        )

    async def _taken(self, action: SignedAction) -> ActionRecord | None:
        """The action as it was accepted before; None if it was not, or has failed since."""
        known = await self._parts.outbox.get(action.action_id)
        return None if known is None or known.status is ActionStatus.FAILED else known

    async def _require_lawful(self, action: SignedAction) -> None:
        deadline = time.monotonic() + _ELSEWHERE_SECONDS
        while True:
            try:
                reason = await self._parts.preflight.refusal(
                    action.contract, action.name, action.message, action.signatures
                )
                break
            except UnderWayElsewhereError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(_ELSEWHERE_PAUSE_SECONDS)
        if reason is not None:
            raise decode_error("0x" + reason.hex())

    def _lock(self, action: SignedAction) -> asyncio.Lock:
        """One at a time a record is tried and accepted: the second of two rivals hears it at once.

        Gate-outs of different containers are no rivals.
        """
        place = action.message.get("container", "")
        key = f"{action.contract}:{action.record_id}:{place}"
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock

    def _on_settled(
        self, batch: Sequence[ActionRecord], outcomes: Sequence[Outcome], gas_used: int
    ) -> None:
        self._parts.backlog.settled(len(outcomes))
        self.metrics.mined(batch, outcomes, gas_used)

    def _start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._parts.relayer.run(), name="relayer"),
            asyncio.create_task(self._parts.follower.run(), name="indexer"),
            asyncio.create_task(self._parts.sharing.run(), name="neighbours"),
        ]

    async def _release(self) -> None:
        await self._opened.aclose()


def _record_of(action: TypedAction) -> str:
    """The record that an action is about: its first field. An admission's is the identity, a wallet's its member."""
    return str(action.message[action.spec.fields[0].name])
