"""Who takes part in a run: organisations, their wallets, and a client for each."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from api.client import ActionRecord, QuayClient, Refused, RetryPolicy, SharedConnections
from scripts.scenario.model import Key, Organisation, Wallet
from scripts.scenario.problems import ValueProblem, one_of
from wallets import keystore
from wallets.commitment import commit
from wallets.errors import WalletError
from wallets.signer import LocalSigner, Signer

GOVERNORS: Final = "governors"
_NOT_ENROLLED: Final = "wallet_not_enrolled"
_PAUSE, _TRIES = 0.05, 200
_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 64


@dataclass
class Hand:
    """A wallet of an organisation, with the client that speaks for it."""

    organisation: str
    signer: Signer
    client: QuayClient


@dataclass
class Player:
    """An organisation in a run; `number` is its member number, once it has one."""

    name: str
    number: int | None = None
    hands: dict[str, Hand] = field(default_factory=dict)
    encryption: X25519PrivateKey | None = None

    @property
    def main(self) -> Hand:
        """Its first wallet."""
        return self.hands[""]


@dataclass(frozen=True)
class Governor:
    """A governor's wallet, and its member number."""

    signer: Signer
    number: int


async def governors_at(url: str, signers: Sequence[Signer]) -> list[Governor]:
    """The governors of a ledger, as the contracts want them to sign: by ascending numbers. Raises ClientError."""
    found = []
    for signer in signers:
        async with QuayClient(url, signer) as client:
            found.append(Governor(signer, (await client.sign_in()).member))
    return sorted(found, key=lambda governor: governor.number)


class Cast:
    """All who take part in one run of a scenario."""

    def __init__(self, url: str, governors: Sequence[Governor]) -> None:
        self._url = url
        self._connections = SharedConnections()
        self.players: dict[str, Player] = {}
        self._stranger: QuayClient | None = None
        self._governors: list[Hand] = []
        for place, governor in enumerate(governors, 1):
            name = f"governor{place}"
            player = Player(name, governor.number)
            player.hands[""] = self._hand(name, governor.signer)
            self.players[name] = player
            self._governors.append(player.main)

    def _client(self, signer: Signer | None) -> QuayClient:
        return QuayClient(self._url, signer, retry=RetryPolicy(), transport=self._connections)

    @property
    def nobody(self) -> QuayClient:
        """A client without a wallet, for what the public may read."""
        if self._stranger is None:
            self._stranger = self._client(None)
        return self._stranger

    async def close(self) -> None:
        """Closes every client."""
        for player in self.players.values():
            for hand in player.hands.values():
                await hand.client.close()
        if self._stranger is not None:
            await self._stranger.close()
        await self._connections.close()

    # --- coming onto the ledger ------------------------------------------------------------------

    async def enter(self, organisations: Mapping[str, Any], beside: Path, run: str) -> None:
        """Opens or makes every wallet, and has those admitted who are no members yet.

        Raises:
            ValueProblem: a key cannot be opened, or there is nobody to admit a newcomer.
        """
        wanted = {name: _organisation(value) for name, value in organisations.items()}
        for name, organisation in wanted.items():
            player = self.players[name] = Player(name)
            player.hands[""] = self._hand(name, signer_of(organisation, beside))
            for other, value in organisation.wallets.items():
                player.hands[other] = self._hand(name, signer_of(_wallet(value), beside))
        await asyncio.gather(
            *(self._enter(name, organisation, run) for name, organisation in wanted.items())
        )

    def _hand(self, name: str, signer: Signer) -> Hand:
        return Hand(name, signer, self._client(signer))

    async def _enter(self, name: str, organisation: Organisation, run: str) -> None:
        player = self.players[name]
        if not organisation.member:
            return
        if not await self._known(player.main):
            if not self._governors:
                raise ValueProblem(
                    f"{name}: its wallet {player.main.signer.address} is not enrolled at {self._url}; give "
                    "it a keystore or key_env of a member's wallet, or --governor to have it admitted"
                )
            await self._admit(name, organisation, run)
        await self._check_roles(name, organisation)
        for other, value in organisation.wallets.items():
            powers = _wallet(value).powers
            if powers and not await self._known(player.hands[other]):
                await self._enrol(player, player.hands[other], powers)

    async def _admit(self, name: str, organisation: Organisation, run: str) -> None:
        shown = organisation.name or f"{name} of {run}"
        intent = {
            "identity": new_commitment({"organisation": name}),
            "name": shown.encode()[:_NAME_BYTES].decode(errors="ignore"),
            "roles": _names(organisation.roles),
            "wallet": self.players[name].main.signer.address,
        }
        await self._act(self._governors[0], "AdmitMember", self._governors, intent)
        await self.known_soon(self.players[name].main)

    async def _enrol(self, player: Player, hand: Hand, powers: str | list[str]) -> None:
        intent = {
            "member": player.number,
            "wallet": hand.signer.address,
            "powers": _names(powers),
        }
        await self._act(player.main, "EnrolWallet", [player.main, hand], intent)
        await self.known_soon(hand)

    async def _act(
        self, first: Hand, action: str, hands: Sequence[Hand], intent: Mapping[str, Any]
    ) -> ActionRecord:
        return await first.client.act(action, [hand.signer for hand in hands], **intent)

    async def _check_roles(self, name: str, organisation: Organisation) -> None:
        player = self.players[name]
        read = await player.main.client.get(f"/v1/participants/{player.number}")
        lacking = set(_names(organisation.roles)) - set(read["roles"])
        if lacking:
            has, needs = ", ".join(read["roles"]), ", ".join(sorted(lacking))
            raise ValueProblem(
                f"{name}: expected a member with the role {needs}; member {player.number} is {has}"
            )

    async def _known(self, hand: Hand) -> bool:
        """Signs a wallet in; False if no member has enrolled it."""
        try:
            session = await hand.client.sign_in()
        except Refused as refused:
            if refused.code != _NOT_ENROLLED:
                raise
            return False
        self.players[hand.organisation].number = session.member
        return True

    async def known_soon(self, hand: Hand) -> None:
        """Signs a wallet in as soon as the gateway has seen its enrolment."""
        for _ in range(_TRIES):
            if await self._known(hand):
                return
            await asyncio.sleep(_PAUSE)
        raise ValueProblem(f"the gateway does not see the enrolment of {hand.signer.address}")

    # --- finding them ----------------------------------------------------------------------------

    def hands(self, who: str | Sequence[str]) -> list[Hand]:
        """The wallets of `by`, in their order. Raises ValueProblem."""
        names = [who] if isinstance(who, str) else list(who)
        found: list[Hand] = []
        for name in names:
            found.extend(self._governors if name == GOVERNORS else [self._one(name)])
        return found

    def _one(self, name: str) -> Hand:
        organisation, _, wallet = name.partition("/")
        hands = self.player(organisation).hands
        if wallet not in hands:
            others = [one for one in hands if one]
            raise ValueProblem(f"{organisation} has no wallet {wallet!r}: {one_of(wallet, others)}")
        return hands[wallet]

    def player(self, name: str) -> Player:
        """An organisation by name. Raises ValueProblem."""
        if name not in self.players:
            raise ValueProblem(f"there is no organisation {name!r}: {one_of(name, self.players)}")
        return self.players[name]

    def number(self, name: str) -> int:
        """An organisation's member number. Raises ValueProblem."""
        number = self.player(name).number
        if number is None:
            raise ValueProblem(f"{name} is not a member yet")
        return number

    def name_of(self, number: int) -> str | None:
        """The organisation with a member number."""
        return next((p.name for p in self.players.values() if p.number == number), None)


def _organisation(value: Any) -> Organisation:
    return value if isinstance(value, Organisation) else Organisation(roles=value)


def _wallet(value: Any) -> Wallet:
    return value if isinstance(value, Wallet) else Wallet(powers=value)


def _names(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def signer_of(key: Key, beside: Path) -> Signer:
    """The signer of a key that is given, or a new one's.

    Raises:
        ValueProblem: the keystore or a variable of the environment is not there.
    """
    if key.key_env is not None:
        return LocalSigner.from_key(bytes.fromhex(_variable(key.key_env).removeprefix("0x")))
    if key.keystore is None:
        return LocalSigner.from_key(secrets.token_bytes(_KEY_BYTES))
    if key.password_env is None:
        raise ValueProblem(f"keystore {key.keystore}: password_env is missing")
    try:
        return keystore.open_(beside / key.keystore, _variable(key.password_env))
    except (WalletError, OSError) as exc:
        raise ValueProblem(f"keystore {key.keystore}: {exc}") from exc


def _variable(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ValueProblem(f"the environment has no {name}")
    return value


def new_commitment(content: Mapping[str, Any]) -> str:
    """A commitment to a content under a fresh salt, as 0x-hex."""
    return "0x" + commit(dict(content), secrets.token_bytes(32)).root.hex()
