"""Checks a file of evidence with nothing but the file, this software and block hashes that one trusts."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, Final

from eth_abi.exceptions import DecodingError
from pydantic import ValidationError

from chain.evidence import code
from chain.evidence.carried import Carried, carried_by
from chain.evidence.ethereum import (
    Account,
    Header,
    ProofError,
    account_at,
    in_list,
    parse_header,
    parse_receipt,
    parse_transaction,
    word_at,
)
from chain.evidence.export import halves_of, is_of, wallets_in
from chain.evidence.file import Evidence, ShownAction
from chain.evidence.history import (
    Mined,
    Place,
    action_behind,
    events_of,
    failures_of,
    fold,
    index_of,
)
from chain.evidence.kinds import KINDS, contract_of, slots_of
from chain.evidence.report import Answer, Check, Report, Step, Wrong
from chain.evidence.rights import Rights, require_same
from chain.evidence.words import directory_slot
from chain.indexer.events import LogEvent
from chain.indexer.projection import IndexerError, MemoryRows
from wallets.commitment import CommitmentError, commit
from wallets.errors import ActionFieldError, SignatureError
from wallets.hashing import keccak
from wallets.signatures import signers
from wallets.typed_action import Domain, parse_action

_ASK_ANEW: Final = (
    "ask whoever gave you the file for a new export, or export from a node of your own"
)
_SHOWN: Final = 3
_FAULTS: Final = (
    Wrong,
    ProofError,
    IndexerError,
    SignatureError,
    ActionFieldError,
    CommitmentError,
    DecodingError,
    ValidationError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    TypeError,
)


def verify(content: Any, trusted: Collection[str] = (), *, consortium: str | None = None) -> Report:
    """Checks evidence.

    Args:
        content: The file's JSON.
        trusted: Block hashes (0x-hex) that the reader knows to be of the ledger.
        consortium: The address of the Consortium that the reader knows to be the ledger's own: anybody can deploy
            the same contracts beside it and be any member there.

    Returns: the report; it ends with the first check that fails.
    """
    known = None if consortium is None else consortium.lower()
    return _Verification({given.lower() for given in trusted}, known).run(content)


class _Verification:
    """The checks in their order; each stands on the ones before."""

    def __init__(self, trusted: set[str], consortium: str | None) -> None:
        self._trusted = trusted
        self._consortium = consortium
        self._report = Report()
        self._evidence: Evidence
        self._contract = ""
        self._addresses: dict[str, str] = {}
        self._headers: dict[int, Header] = {}
        self._mined: dict[Place, Mined] = {}
        self._accounts: dict[str, Account] = {}
        self._words: dict[tuple[str, int], int] = {}
        self._events: list[LogEvent] = []
        self._rows = MemoryRows()
        self._content = 0

    def run(self, content: Any) -> Report:
        """All checks, until one fails."""
        checks: tuple[tuple[str, Callable[[], str | Check]], ...] = (
            ("format", lambda: self._format(content)),
            ("headers", self._check_headers),
            ("transactions", self._check_transactions),
            ("state proofs", self._check_state),
            ("contracts", self._check_code),
            ("history", self._check_history),
            ("signatures", self._check_signatures),
            ("rights", self._check_rights),
            ("document", self._check_document),
            ("consortium", self._check_consortium),
            ("block", self._check_block),
        )
        for name, check in checks:
            try:
                told = check()
            except _FAULTS as fault:
                told = Check(name, Answer.INVALID, _words(fault), _ASK_ANEW)
            found = told if isinstance(told, Check) else Check(name, Answer.VALID, told)
            self._report.checks.append(found)
            if found.answer is Answer.INVALID:
                break
        return self._report

    def _format(self, content: Any) -> str:
        self._evidence = Evidence.model_validate(content)
        record = self._evidence.record
        if record.contract not in KINDS:
            raise Wrong(f"there is no evidence of records of {record.contract}")
        self._contract = contract_of(record.contract)
        self._report.record = f"{record.contract} {record.id}"
        self._addresses = {name: found.address for name, found in self._evidence.contracts.items()}
        if len(set(self._addresses.values())) != len(self._addresses):
            raise Wrong("two contracts are at one address")
        return f"evidence, version {self._evidence.version}, of {self._report.record}"

    def _check_headers(self) -> str:
        above: Header | None = None
        for raw in self._evidence.headers:
            header = parse_header(bytes.fromhex(raw[2:]))
            if above is None and header.number != self._evidence.state_block:
                raise Wrong(f"the first header is not of block {self._evidence.state_block}")
            if above is not None and header.number >= above.number:
                raise Wrong(f"the header of block {header.number} is not below the one before it")
            linked = above is not None and header.number == above.number - 1
            if above is not None and linked and above.parent != header.hash:
                raise Wrong(f"block {above.number} does not stand on this block {header.number}")
            self._headers[header.number] = above = header
        state = self._headers[self._evidence.state_block]
        self._report.block = state.number, "0x" + state.hash.hex()
        self._report.time = state.timestamp
        return f"{len(self._headers)} headers, up to block {state.number}"

    def _check_transactions(self) -> str:
        for shown in self._evidence.transactions:
            header = self._headers.get(shown.block)
            if header is None:
                raise Wrong(f"there is no header of block {shown.block}")
            raw = in_list(header.transactions_root, shown.index, _nodes(shown.transaction))
            receipt = parse_receipt(
                in_list(header.receipts_root, shown.index, _nodes(shown.receipt))
            )
            sent = parse_transaction(raw)
            carried = tuple(carried_by(sent.to, sent.data, self._addresses))
            mined = Mined(header, shown.index, sent.hash, receipt, carried)
            if self._mined.setdefault(mined.place, mined) is not mined:
                raise Wrong(f"transaction {shown.index} of block {shown.block} is there twice")
        return f"{len(self._mined)} transactions and their receipts, each in its block"

    def _check_state(self) -> str:
        root = self._headers[self._evidence.state_block].state_root
        for shown in self._evidence.accounts:
            address = self._addresses[shown.contract]
            account = account_at(root, address, _nodes(shown.proof))
            self._accounts[shown.contract] = account
            for slot in shown.slots:
                number = int(slot.slot, 16)
                word = word_at(account.storage_root, number, _nodes(slot.proof))
                self._words[shown.contract, number] = word
        return f"{len(self._words)} words of storage at block {self._evidence.state_block}"

    def _check_code(self) -> str | Check:
        halves = halves_of(self._contract)
        if any(
            given.code
            for name, given in self._evidence.contracts.items()
            if name not in {*halves, "Consortium"}
        ):
            raise Wrong("code is shown of a contract that decides nothing here")
        known = []
        for name in (*halves, "Consortium"):
            shown = self._evidence.contracts[name].code
            runtime = bytes.fromhex((shown or "0x")[2:])
            if keccak(runtime) != self._accounts[name].code_hash:
                raise Wrong(f"the code shown for {name} is not the code in the state")
            words = code.immutables(name, runtime)
            known.append(words is not None)
            if name == halves[0] and words is not None:
                self._require_built_in(words, ["Consortium", *halves[1:]])
        # Anybody can deploy a contract of the same code that asks the same Consortium: a second registry.
        for name in halves:
            listed = self._words["Consortium", directory_slot(name)]
            if listed != int(self._addresses[name], 16):
                raise Wrong(f"the Consortium's directory has another {name}")
        if all(known):
            return "the contracts are the Consortium's own and this version's: what they accepted was lawful"
        return Check(
            "contracts",
            Answer.CANNOT_TELL,
            "the contracts are of another version than this software: what they check is not known here",
            "verify with the version of Quayledger that the ledger was deployed with",
        )

    def _require_built_in(self, words: list[bytes], names: list[str]) -> None:
        for name in names:
            if not code.built_in(words, self._addresses[name]):
                raise Wrong(f"the contract does not work with the {name} that is shown")

    def _check_history(self) -> str:
        contract, record_id = self._contract, self._evidence.record.id
        kind = KINDS[self._evidence.record.contract]
        every = [e for mined in self._mined.values() for e in events_of(mined, self._addresses)]
        self._events = sorted(
            (e for e in every if is_of(e, contract, record_id)),
            key=lambda e: (e.block_number, e.log_index),
        )
        self._rows = fold(self._events)
        row = self._rows.get(kind.row, record_id)
        if row is None:
            raise Wrong("there is no event of the record")
        in_state = kind.of_words(self._words_of_record())
        told = kind.of_row(row) | kind.besides(self._rows)
        require_same("the record", in_state, told)
        self._content = told.get("content") or int(record_id, 16)
        self._report.facts = {
            name: kind.enums[name](value).name if name in kind.enums else int(value)
            for name, value in told.items()
        }
        for event in self._events:
            if event.name != "Remarked":
                self._report.steps.append(_step(event))
        return (
            f"{len(self._report.steps)} transitions, nothing left out, lead to the state in storage"
        )

    def _words_of_record(self) -> dict[str, int]:
        record, found = self._evidence.record, dict[str, int]()
        asking = slots_of(record.contract, record.id)
        with contextlib.suppress(StopIteration):
            wanted = next(asking)
            while True:
                words = {name: self._words[self._contract, slot] for name, slot in wanted.items()}
                found |= words
                wanted = asking.send(words)
        return found

    def _check_signatures(self) -> str | Check:
        domain = Domain(self._evidence.chain_id, self._addresses[self._contract])
        shown = {(a.block, a.index, a.call): a for a in self._evidence.actions}
        used: set[tuple[int, int, int | None]] = set()
        unproven: list[str] = []
        steps = [event for event in self._events if event.name != "Remarked"]
        for place, event in enumerate(steps):
            mined = self._mined[event.block_number, index_of(event)]
            failed = failures_of(mined, self._addresses["Batch"])
            executed = [c for c in mined.carried if c.call not in failed]
            behind = action_behind(event, executed, events_of(mined, self._addresses))
            if behind is None:
                unproven.append(f"{event.name} at version {event.version}: no call known here")
                continue
            key = (*mined.place, behind.call)
            if key not in shown:
                raise Wrong(f"the action behind {event.name} at version {event.version} is missing")
            used.add(key)
            wallets = self._signers(shown[key], behind, domain)
            self._require_named(event, {wallet for wallet, _ in wallets})
            unproven += [
                f"{event.name} at version {event.version}: {wallet} is a contract (ERC-1271)"
                for wallet, proven in wallets
                if not proven
            ]
            self._report.steps[place] = replace(
                self._report.steps[place], action=behind.action.name
            )
        if extra := set(shown) - used or len(shown) != len(self._evidence.actions):
            raise Wrong(f"actions are shown that made no event of the history: {extra}")
        if unproven:
            return Check(
                "signatures",
                Answer.CANNOT_TELL,
                "; ".join(unproven),
                "the receipt proves that the ledger accepted it; ask the wallet's contract at a node for its signature",
            )
        return f"{len(used)} actions, each signed by the wallet that its event names"

    def _signers(
        self, shown: ShownAction, behind: Carried, domain: Domain
    ) -> list[tuple[str, bool]]:
        action = parse_action(shown.name, shown.message)
        signatures = bytes.fromhex(shown.signatures[2:])
        if action != behind.action or signatures != behind.signatures:
            raise Wrong(f"{shown.name} of block {shown.block} is not what its transaction carries")
        found = [(s.wallet.lower(), s.proven) for s in signers(action, domain, signatures)]
        if [wallet for wallet, _ in found] != shown.signers:
            raise Wrong(f"{shown.name} of block {shown.block} was signed by others than it says")
        return found

    def _require_named(self, event: LogEvent, signed: set[str]) -> None:
        named = {wallet.lower() for wallet in wallets_in(event.args)}
        if not named <= signed:
            message = f"{event.name} at version {event.version} names a wallet that did not sign"
            raise Wrong(message)

    def _check_rights(self) -> str:
        rights = Rights(
            [e for mined in self._mined.values() for e in events_of(mined, self._addresses)],
            {slot: word for (name, slot), word in self._words.items() if name == "Consortium"},
        )
        steps = [event for event in self._events if event.name != "Remarked"]
        for place, event in enumerate(steps):
            name = rights.require(event)
            self._report.steps[place] = replace(self._report.steps[place], actor_name=name)
        return (
            f"{rights.members} members, whose wallets were enrolled and in force when they signed"
        )

    def _check_document(self) -> str:
        shown = self._evidence.document
        if shown is None:
            return "none is shown: the file has nothing commercial"
        root = "0x" + commit(shown.document, bytes.fromhex(shown.salt[2:])).root.hex()
        if root == f"0x{self._content:064x}":
            return "the document is the record's content, to the letter"
        if root == self._evidence.record.id:
            return "the document is the record's first content, which was amended since"
        raise Wrong("the document and its salt are not the record's content")

    def _check_consortium(self) -> str | Check:
        shown = self._addresses["Consortium"]
        if self._consortium is None:
            return Check(
                "consortium",
                Answer.CANNOT_TELL,
                f"all this is so if {shown} is the ledger's Consortium: anybody can deploy another beside it",
                "ask a party that you trust for its address, and pass it with --consortium",
            )
        if self._consortium != shown:
            raise Wrong(
                f"the members are those of {shown}, which is not the Consortium that you trust"
            )
        return "the members are those of the Consortium that you trust"

    def _check_block(self) -> str | Check:
        """Which of the blocks hang from a hash that the reader trusts."""
        covered: set[int] = set()
        ends: list[Header] = []
        needed = {place[0] for place in self._mined} | {self._evidence.state_block}
        for number, header in sorted(self._headers.items(), reverse=True):
            if _hash_of(header) in self._trusted or number + 1 in covered:
                covered.add(number)
            elif number in needed and number + 1 not in self._headers:
                ends.append(header)
        if not needed - covered:
            return "every block hangs from a hash that you trust"
        hashes = ", ".join(f"{header.number} {_hash_of(header)}" for header in ends[:_SHOWN])
        rest = f" and {len(ends) - _SHOWN} more" if len(ends) > _SHOWN else ""
        return Check(
            "block",
            Answer.CANNOT_TELL,
            f"all this is so if these blocks are the ledger's, for which nobody vouches here: {hashes}{rest}",
            "ask a node or a party that you trust for the hash, and pass it with --block-hash",
        )


def _step(event: LogEvent) -> Step:
    return Step(
        time=event.time,
        block=event.block_number,
        version=event.version,
        event=event.name,
        action=None,
        actor=event.actor,
        actor_name="",
        wallet=event.wallet,
    )


def _hash_of(header: Header) -> str:
    return "0x" + header.hash.hex()


def _nodes(proof: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(node[2:]) for node in proof]


def _words(fault: BaseException) -> str:
    """A fault in one line."""
    if isinstance(fault, ValidationError):
        first = fault.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
    if isinstance(fault, KeyError):
        return f"what is needed is missing: {fault.args[0] if fault.args else ''}"
    return " ".join(str(fault).split()) or type(fault).__name__
