"""Whether who signed had the right to: the whole histories of the members, up to the words in storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chain.evidence.export import wallets_in
from chain.evidence.history import fold
from chain.evidence.report import Wrong
from chain.evidence.words import (
    Facts,
    member_of_row,
    member_of_word,
    member_slots,
    wallet_of_row,
    wallet_of_word,
    wallet_slot,
)
from chain.indexer.events import LogEvent
from chain.indexer.projection import MemoryRows
from chain.store.rows import Member, Wallet


class Rights:
    """The members and wallets at any place of the history.

    A member's version counts the changes of its roles, standing and wallets, so that its history is whole where it
    leads to the version in storage: no revocation and no suspension can be left out.
    """

    def __init__(self, events: Iterable[LogEvent], words: Mapping[int, int]) -> None:
        """Knows the events of all proved transactions, and the words of the consortium's storage by slot."""
        self._events = [
            event
            for event in events
            if event.contract == "Consortium" and event.record_id not in {"", "0"}
        ]
        self._words = words
        self._final: dict[int, MemoryRows] = {}

    @property
    def members(self) -> int:
        """How many members were looked at."""
        return len(self._final)

    def require(self, event: LogEvent) -> str:
        """Checks the wallets that an event names; returns the acting member's name.

        Raises:
            Wrong: a wallet is not the acting member's, or was not enrolled and in force.
            IndexerGapError: a part of a member's history is missing.
        """
        name = ""
        for wallet in sorted(wallets_in(event.args)):
            member = wallet_of_word(self._words[wallet_slot(wallet)])["member"]
            if wallet == event.wallet and member != event.actor:
                raise Wrong(f"{wallet} is no wallet of member {event.actor}, which acted")
            final = self._standing(member, wallet)
            self._require_right(member, wallet, event)
            if member == event.actor:
                row = final.get(Member, member)
                name = row.name if row else ""
        return name

    def _standing(self, member: int, wallet: str) -> MemoryRows:
        """A member as its history ends, which is as storage has it."""
        if member not in self._final:
            self._final[member] = fold(self._of(member))
            row = self._final[member].get(Member, member)
            if row is None:
                raise Wrong(f"the admission of member {member} is missing")
            word = self._words[member_slots(member)["member"]]
            require_same(f"member {member}", member_of_word(word), member_of_row(row))
        enrolled = self._final[member].get(Wallet, wallet)
        if enrolled is None:
            raise Wrong(f"the enrolment of {wallet} is missing")
        in_state = wallet_of_word(self._words[wallet_slot(wallet)])
        require_same(wallet, in_state, wallet_of_row(enrolled))
        return self._final[member]

    def _require_right(self, member: int, wallet: str, event: LogEvent) -> None:
        """The wallet was the member's and in force just before the event."""
        until = event.block_number, event.log_index
        rows = fold(e for e in self._of(member) if (e.block_number, e.log_index) < until)
        enrolled, standing = rows.get(Wallet, wallet), rows.get(Member, member)
        if enrolled is None or enrolled.revoked or 0 < enrolled.expires_at < event.time:
            raise Wrong(f"{wallet} was not enrolled and in force at {event.name}")
        if standing is None or not standing.active:
            raise Wrong(f"member {member} was not in standing at {event.name}")

    def _of(self, member: int) -> list[LogEvent]:
        return [event for event in self._events if event.record_id == str(member)]


def require_same(what: str, in_state: Facts, told: Facts) -> None:
    """Raises Wrong: storage and history differ."""
    if in_state != told:
        names = [name for name in told if told[name] != in_state.get(name)]
        message = f"{what} is otherwise in storage than its events say: {', '.join(names)}"
        raise Wrong(message)
