"""Who plays in the story: each wallet with a client of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.client import QuayClient, RetryPolicy
from scripts.demos.consignments import Consignment, Organisation
from wallets.signer import Signer

GATE = "/gate"
"""The key of a terminal's gate wallet is the terminal's key and this."""


@dataclass
class Player:
    """A wallet of an organisation, and the client that speaks for it.

    `member` is the organisation's number on the ledger, from its admission on.
    """

    organisation: Organisation
    signer: Signer
    client: QuayClient
    member: int | None = None

    @property
    def number(self) -> int:
        """The member number.

        Raises:
            LookupError: the organisation has not been admitted.
        """
        if self.member is None:
            message = f"{self.organisation.key} is not a member yet"
            raise LookupError(message)
        return self.member


class Cast:
    """All players by key: an organisation's key, or a terminal's with `GATE`."""

    def __init__(
        self, url: str, organisations: Iterable[Organisation], keys: Mapping[str, Signer]
    ) -> None:
        self.organisations = {o.key: o for o in organisations}
        retry = RetryPolicy()
        self.players = {
            key: Player(
                self.organisations[key.removesuffix(GATE)],
                signer,
                QuayClient(url, signer, retry=retry),
            )
            for key, signer in keys.items()
            if key.removesuffix(GATE) in self.organisations
        }

    async def close(self) -> None:
        """Closes every client."""
        for player in self.players.values():
            await player.client.close()

    def governors(self) -> list[Player]:
        """The founding governors' wallets, by member number."""
        found = [p for k, p in self.players.items() if _governs(p.organisation) and GATE not in k]
        return sorted(found, key=lambda p: p.number)

    def member(self, consignment: Consignment, part: str) -> int:
        """The number of the organisation that plays this part."""
        return self.players[self._organisation_key(consignment, part)].number

    def player(self, consignment: Consignment, part: str) -> Player:
        """The wallet that signs for this part; "gate" is the terminal's gate wallet."""
        if part == "gate":
            return self.players[self._organisation_key(consignment, "terminal") + GATE]
        return self.players[self._organisation_key(consignment, part)]

    def _organisation_key(self, consignment: Consignment, part: str) -> str:
        try:
            return consignment.parts[part]
        except KeyError:
            message = f"consignment {consignment.key} has no {part}"
            raise LookupError(message) from None


def _governs(organisation: Organisation) -> bool:
    return "GOVERNOR" in organisation.roles
