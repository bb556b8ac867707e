"""Collects the evidence of a record from a node alone: no gateway, no database, nobody's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from chain import abi
from chain.errors import ChainError, NodeRefusedError
from chain.evidence.blocks import raw_transactions
from chain.evidence.carried import carried_by
from chain.evidence.ethereum import (
    ProofError,
    encode_header,
    encode_receipt,
    parse_header,
    parse_receipt,
    parse_transaction,
    proofs_in_list,
)
from chain.evidence.file import (
    AccountProof,
    ContractCode,
    Evidence,
    RecordName,
    ShownAction,
    ShownDocument,
    SlotProof,
    TransactionProof,
)
from chain.evidence.history import Mined, action_behind, events_of, failures_of
from chain.evidence.kinds import KINDS, SlotsOf, contract_of, slots_of
from chain.evidence.words import directory_slot, member_slots, wallet_slot
from chain.indexer.events import LogEvent
from chain.rpc import JsonRpc
from contracts.bindings import CONTRACTS
from wallets.signatures import signers
from wallets.typed_action import Domain

SECOND_HALVES: Final = {
    "BillOfLading": "BillOfLadingServices",
    "ReleaseOrder": "SharedContainers",
}
"""Contracts whose second half acts at their address (ADR 0005): its code decides, too."""

MOST_HEADERS: Final = 4_096
"""Blocks between the first of the history and the state that are linked by their headers."""

_BLOCKS_AT_ONCE: Final = 10_000
_ANSWERS_AT_ONCE: Final = 100
_ATTEMPTS: Final = 3

Json = Mapping[str, Any]
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it, and of how much."""


class EvidenceError(ChainError):
    """No evidence can be given; says why."""


async def directory_of(rpc: JsonRpc, consortium: str) -> dict[str, str]:
    """The contracts' addresses by name, as the consortium's own directory says.

    Raises:
        EvidenceError: there is no consortium at the address.
    """
    if not await rpc.code(consortium):
        message = f"there is no contract at {consortium}: give the address of the Consortium"
        raise EvidenceError(message)
    found = {"Consortium": consortium}
    for name in CONTRACTS:
        address = await rpc.ask("Consortium", consortium, "contractNamed", name)
        if int(str(address), 16):
            found[name] = str(address)
    return found


class Exporter:
    """Collects evidence from one node about one deployment."""

    def __init__(
        self,
        rpc: JsonRpc,
        addresses: Mapping[str, str],
        *,
        first_block: int = 0,
        most_headers: int = MOST_HEADERS,
        progress: Progress = lambda _what, _done, _of: None,
    ) -> None:
        """Looks for events from `first_block` on; addresses are by contract name."""
        self._rpc = rpc
        self._addresses = dict(addresses)
        self._first_block = first_block
        self._most_headers = most_headers
        self._progress = progress

    async def export(
        self, record_id: str, *, contract: str | None = None, document: ShownDocument | None = None
    ) -> Evidence:
        """The evidence of a record as it stands at the newest block.

        Args:
            record_id: The record's id, 0x and 64 hex digits.
            contract: The record's contract, or SharedContainers, where an id names records of several.
            document: The record's document, to be shown to whoever has the file.

        Raises:
            EvidenceError: there is no such record, it is of a kind without evidence, or the node does not tell what
                is needed.
            NodeError: the node is away or refuses.
        """
        for _ in range(_ATTEMPTS):
            try:
                return await self._export(record_id.lower(), contract, document)
            except _StateGoneError:
                continue
        message = "the node keeps no state of the block that it calls its newest: try again"
        raise EvidenceError(message)

    async def _export(
        self, record_id: str, contract: str | None, document: ShownDocument | None
    ) -> Evidence:
        head = await self._rpc.block_number()
        logs = await self._logs(list(self._addresses.values()), record_id, head)
        kind = contract or self._kind_of(logs, record_id)
        if kind not in KINDS:
            message = f"there is evidence of {', '.join(KINDS)}, not of {kind}"
            raise EvidenceError(message)
        contract = contract_of(kind)
        of_record = self._of_contract(logs, contract)
        if not of_record:
            message = f"{contract} has no record {record_id}"
            raise EvidenceError(message)
        wallets, members = await self._parties(of_record, contract, head)
        of_members = []
        for member in sorted(members):
            topic = "0x" + member.to_bytes(32, "big").hex()
            of_members += await self._logs([self._addresses["Consortium"]], topic, head)
        accounts = await self._accounts(kind, record_id, members, wallets, head)
        places = {_place_of(log) for log in [*of_record, *of_members]}
        transactions, mined = await self._transactions(places)
        first = min(number for number, _ in places)
        return Evidence(
            chain_id=await self._rpc.chain_id(),
            record=RecordName(contract=kind, id=record_id),
            state_block=head,
            contracts=await self._contracts(contract),
            headers=await self._headers(first, head, {number for number, _ in places}),
            transactions=transactions,
            actions=await self._actions(mined, contract, record_id),
            accounts=accounts,
            document=document,
        )

    async def _logs(self, addresses: Sequence[str], topic: str, head: int) -> list[Json]:
        found: list[Json] = []
        for start in range(self._first_block, head + 1, _BLOCKS_AT_ONCE):
            end = min(head, start + _BLOCKS_AT_ONCE - 1)
            query = {
                "address": list(addresses),
                "fromBlock": hex(start),
                "toBlock": hex(end),
                "topics": [None, topic],
            }
            found += await self._rpc.read("eth_getLogs", query)
            self._progress("reading events", end, head)
        return found

    def _kind_of(self, logs: Sequence[Json], record_id: str) -> str:
        contract = self._contract_of(logs, record_id)
        first = self._of_contract(logs, contract)[0]
        event = abi.decode_log(contract, first["topics"], first["data"])
        declared = event is not None and event.name == "SharedContainerDeclared"
        return "SharedContainers" if declared else contract

    def _contract_of(self, logs: Iterable[Json], record_id: str) -> str:
        names = {address.lower(): name for name, address in self._addresses.items()}
        found = {names[str(log["address"]).lower()] for log in logs}
        if len(found) == 1:
            return found.pop()
        if not found:
            message = f"the ledger has no record {record_id} up to its newest block"
            raise EvidenceError(message)
        message = f"{record_id} is an id in {', '.join(sorted(found))}: say which contract is meant"
        raise EvidenceError(message)

    def _of_contract(self, logs: Iterable[Json], contract: str) -> list[Json]:
        address = self._addresses[contract].lower()
        return [log for log in logs if str(log["address"]).lower() == address]

    async def _parties(
        self, logs: Iterable[Json], contract: str, head: int
    ) -> tuple[set[str], set[int]]:
        """The wallets that signed, and their members."""
        wallets = set()
        for log in logs:
            event = abi.decode_log(contract, log["topics"], log["data"])
            if event is not None:
                wallets |= wallets_in(event.args)
        members = set()
        for wallet in wallets:
            found = await self._rpc.ask(
                "Consortium", self._addresses["Consortium"], "walletOf", wallet, block=head
            )
            members.add(int(found["member"]))
        return wallets, members

    async def _accounts(
        self, kind: str, record_id: str, members: set[int], wallets: set[str], head: int
    ) -> list[AccountProof]:
        contract = contract_of(kind)
        of_consortium = [slot for member in members for slot in member_slots(member).values()]
        of_consortium += [wallet_slot(wallet) for wallet in wallets]
        of_consortium += [directory_slot(name) for name in halves_of(contract)]
        wanted = {
            contract: await self._slots(kind, record_id, head),
            "Consortium": of_consortium,
            **{name: [] for name in halves_of(contract)[1:]},
        }
        return [await self._account(name, sorted(slots), head) for name, slots in wanted.items()]

    async def _slots(self, kind: str, record_id: str, head: int) -> list[int]:
        found: list[int] = []
        asking = slots_of(kind, record_id)
        wanted = next(asking, None)
        while wanted is not None:
            found += wanted.values()
            wanted = await self._further(asking, contract_of(kind), wanted, head)
        return found

    async def _further(
        self, asking: SlotsOf, contract: str, slots: Mapping[str, int], head: int
    ) -> dict[str, int] | None:
        """The slots that follow from the words in these; None if there are no more."""
        address, block = self._addresses[contract], hex(head)
        asked = [("eth_getStorageAt", (address, hex(slot), block)) for slot in slots.values()]
        words = dict(zip(slots, await self._rpc.many(asked), strict=True))
        try:
            return asking.send({name: int(str(word), 16) for name, word in words.items()})
        except StopIteration:
            return None

    async def _account(self, name: str, slots: Sequence[int], head: int) -> AccountProof:
        keys = ["0x" + slot.to_bytes(32, "big").hex() for slot in slots]
        try:
            found = await self._rpc.read("eth_getProof", self._addresses[name], keys, hex(head))
        except NodeRefusedError as refused:
            if await self._rpc.block_number() > head:
                raise _StateGoneError from refused
            message = f"the node gives no state proofs (eth_getProof): {refused}"
            raise EvidenceError(message) from refused
        return AccountProof(
            contract=name,
            proof=found["accountProof"],
            slots=[
                SlotProof(slot=key, proof=shown["proof"])
                for key, shown in zip(keys, found["storageProof"], strict=True)
            ],
        )

    async def _contracts(self, contract: str) -> dict[str, ContractCode]:
        deciding = {*halves_of(contract), "Consortium"}
        return {
            name: ContractCode(
                address=address.lower(),
                code="0x" + (await self._rpc.code(address)).hex() if name in deciding else None,
            )
            for name, address in self._addresses.items()
            if name in deciding | {"Batch"}
        }

    async def _transactions(
        self, places: set[tuple[int, int]]
    ) -> tuple[list[TransactionProof], list[Mined]]:
        proofs, mined = [], []
        numbers = sorted({number for number, _ in places})
        for done, number in enumerate(numbers, start=1):
            wanted = sorted(index for block, index in places if block == number)
            block: Json = await self._rpc.read("eth_getBlockByNumber", hex(number), True)
            header = parse_header(encode_header(block))
            raw = await raw_transactions(self._rpc, block)
            receipts = [encode_receipt(receipt) for receipt in await self._receipts(block)]
            try:
                of_transactions = proofs_in_list(raw, wanted, header.transactions_root)
                of_receipts = proofs_in_list(receipts, wanted, header.receipts_root)
            except ProofError as wrong:
                message = f"block {number}: {wrong}"
                raise EvidenceError(message) from wrong
            for index, transaction, receipt in zip(
                wanted, of_transactions, of_receipts, strict=True
            ):
                proofs.append(
                    TransactionProof(
                        block=number,
                        index=index,
                        transaction=_hexes(transaction),
                        receipt=_hexes(receipt),
                    )
                )
                sent = parse_transaction(raw[index])
                carried = tuple(carried_by(sent.to, sent.data, self._addresses))
                logged = parse_receipt(receipts[index])
                mined.append(Mined(header, index, sent.hash, logged, carried))
            self._progress("proving transactions", done, len(numbers))
        return proofs, mined

    async def _receipts(self, block: Json) -> list[Json]:
        """A block's receipts: in one answer, or one by one where the node knows no such method."""
        try:
            found: list[Json] = await self._rpc.read("eth_getBlockReceipts", block["number"])
        except NodeRefusedError:
            found = []
            hashes = [transaction["hash"] for transaction in block["transactions"]]
            for start in range(0, len(hashes), _ANSWERS_AT_ONCE):
                part = hashes[start : start + _ANSWERS_AT_ONCE]
                found += await self._rpc.many([("eth_getTransactionReceipt", (h,)) for h in part])
        return found

    async def _headers(self, first: int, head: int, needed: set[int]) -> list[str]:
        """The headers from the state back to the first event: all that link them, or else the needed ones alone."""
        linked = head - first < self._most_headers
        numbers = range(first, head + 1) if linked else sorted(needed | {head})
        wanted = list(reversed(numbers))
        found = []
        for start in range(0, len(wanted), _ANSWERS_AT_ONCE):
            part = wanted[start : start + _ANSWERS_AT_ONCE]
            blocks = await self._rpc.many([("eth_getBlockByNumber", (hex(n), False)) for n in part])
            try:
                found += ["0x" + encode_header(block).hex() for block in blocks]
            except ProofError as wrong:
                raise EvidenceError(str(wrong)) from wrong
            self._progress("linking blocks", start + len(part), len(wanted))
        return found

    async def _actions(
        self, mined: Sequence[Mined], contract: str, record_id: str
    ) -> list[ShownAction]:
        shown: dict[tuple[int, int, int | None], ShownAction] = {}
        domain = Domain(await self._rpc.chain_id(), self._addresses[contract])
        for transaction in mined:
            failed = failures_of(transaction, self._addresses["Batch"])
            executed = [c for c in transaction.carried if c.call not in failed]
            events = events_of(transaction, self._addresses)
            for event in events:
                if not is_of(event, contract, record_id) or event.name == "Remarked":
                    continue
                behind = action_behind(event, executed, events)
                if behind is None:
                    continue
                wallets = signers(behind.action, domain, behind.signatures)
                shown[(*transaction.place, behind.call)] = ShownAction(
                    block=transaction.header.number,
                    index=transaction.index,
                    call=behind.call,
                    name=behind.action.name,
                    message=dict(behind.action.message),
                    signatures="0x" + behind.signatures.hex(),
                    signers=[signer.wallet.lower() for signer in wallets],
                )
        return list(shown.values())


def halves_of(contract: str) -> list[str]:
    """A record's contract, and its second half if it has one."""
    return [contract, *([SECOND_HALVES[contract]] if contract in SECOND_HALVES else [])]


def is_of(event: LogEvent, contract: str, record_id: str) -> bool:
    """Whether an event is of a record's history."""
    return event.contract == contract and event.record_id == record_id


def wallets_in(args: Mapping[str, Any]) -> set[str]:
    """The wallets that an event names: the first that signed, and a second member's."""
    named = {str(value) for name, value in args.items() if name.lower().endswith("wallet")}
    return {wallet for wallet in named if int(wallet, 16)}


class _StateGoneError(Exception):
    """The node has moved on and forgotten the state of the block."""


def _place_of(log: Json) -> tuple[int, int]:
    return int(log["blockNumber"], 16), int(log["transactionIndex"], 16)


def _hexes(parts: Sequence[bytes]) -> list[str]:
    return ["0x" + part.hex() for part in parts]
