"""Whose encryption key is it: what a client asks before it wraps a key for a member.

A gateway tells which keys a member has published, and could slip in one of its own. So the client checks each
statement itself: who signed it, for which ledger, until when. That the wallet that signed it is an admin
wallet of the member it hears from somebody whom its user named in `Trust`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from api.client.errors import ClientError, UnexpectedAnswer
from api.client.flows import Flows
from api.client.messages import Flow, Request
from api.client.resources import Deployment, Json, read, time_of
from contracts.bindings import enums
from wallets.errors import SignatureError
from wallets.hashing import keccak
from wallets.key_statement import KeyStatement

_WALLET_OF: Final = keccak(b"walletOf(address)")[:4].hex()
_WORD: Final = 64


class UntrustedKey(ClientError):
    """A member has no encryption key here that is proved to be its own; nothing was wrapped for it."""

    def __init__(self, member: int, reasons: list[str]) -> None:
        told = "; ".join(reasons) if reasons else "it has published none here"
        super().__init__(f"member {member} has no encryption key that can be trusted: {told}")
        self.member = member
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Trust:
    """Whose word is taken that a wallet is an admin wallet of a member. With none, nobody's.

    Attributes:
        wallets: Addresses that the user knows to be the reader's, from the reader itself.
        node: The JSON-RPC address of a node that the user trusts. Pin the client's deployment with it: else
            the gateway says which contract is asked.
        gateway: The gateway's, for a member that runs its own.
    """

    wallets: frozenset[str] = frozenset()
    node: str | None = None
    gateway: bool = False

    @classmethod
    def of(cls, *wallets: str, node: str | None = None, gateway: bool = False) -> Trust:
        """The same from addresses in any case of letters."""
        return cls(frozenset(wallet.lower() for wallet in wallets), node, gateway)


@dataclass(frozen=True)
class Told:
    """A key as a gateway tells of it; nothing of it is proved."""

    statement: KeyStatement
    signature: bytes


def told_keys(body: Any, member: int, deployment: Deployment) -> list[Told]:
    """A member's keys as the gateway tells them, the one stated last first."""
    found = read(
        "a list of encryption keys",
        body,
        lambda b: [_told(i, member, deployment) for i in b["items"]],
    )
    return sorted(found, key=lambda told: told.statement.issued_at, reverse=True)


def _told(item: Json, member: int, deployment: Deployment) -> Told:
    statement = KeyStatement(
        member=member,
        public=bytes.fromhex(str(item["public_key"])[2:]),
        chain_id=deployment.chain_id,
        consortium=deployment.addresses["Consortium"],
        issued_at=_seconds(item["issued_at"]),
        expires_at=_seconds(item["expires_at"]),
    )
    return Told(statement, bytes.fromhex(str(item["signature"])[2:]))


def proved_key(flows: Flows, member: int, trust: Trust) -> Flow[bytes]:
    """The newest of a member's published keys that is proved to be its own.

    Raises:
        UntrustedKey: none is.
    """
    deployment = yield from flows.deployment()
    body = yield from flows.call(Request("GET", f"/v1/participants/{member}/encryption-keys"))
    now, reasons = time.time(), []
    for key in told_keys(body, member, deployment):
        name = f"0x{key.statement.public.hex()[:8]}…"
        if not key.statement.holds_at(now):
            reasons.append(f"{name}: its statement does not hold now")
            continue
        try:
            wallet = key.statement.signed_by(key.signature)
        except SignatureError as error:
            reasons.append(f"{name}: {error}")
            continue
        if (yield from _is_admin(flows, wallet, member, trust)):
            return key.statement.public
        reasons.append(f"{name}: nobody whom you trust says that {wallet} is its admin wallet")
    raise UntrustedKey(member, reasons)


def _is_admin(flows: Flows, wallet: str, member: int, trust: Trust) -> Flow[bool]:
    if wallet.lower() in trust.wallets:
        return True
    if trust.node is not None and (yield from _by_node(flows, trust.node, wallet, member)):
        return True
    return trust.gateway and (yield from _by_gateway(flows, wallet, member))


def _by_node(flows: Flows, node: str, wallet: str, member: int) -> Flow[bool]:
    """Asks the contract, through a node that the user trusts."""
    deployment = yield from flows.deployment()
    call = {
        "to": deployment.addresses["Consortium"],
        "data": f"0x{_WALLET_OF}{wallet[2:].lower():0>{_WORD}}",
    }
    asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_call", "params": [call, "latest"]}
    body = yield Request("POST", node, body=asked, signed_in=False)
    try:
        words = str(body.body["result"])[2:]
        of, powers, expires_at, revoked = (
            int(words[start : start + _WORD], 16) for start in range(0, 4 * _WORD, _WORD)
        )
    except (KeyError, TypeError, ValueError):
        raise UnexpectedAnswer(
            f"the node at {node} does not tell whose wallet {wallet} is"
        ) from None
    return of == member and not revoked and _in_time(expires_at) and _admin(powers)


def _by_gateway(flows: Flows, wallet: str, member: int) -> Flow[bool]:
    body = yield from flows.call(Request("GET", f"/v1/participants/{member}/wallets"))
    told = read("a list of wallets", body, lambda b: list(_of_this(b["items"], wallet)))
    return any(
        not item["revoked"] and "ADMIN" in item["powers"] and _in_time(_end(item)) for item in told
    )


def _of_this(items: Any, wallet: str) -> Iterator[Json]:
    return (item for item in items if str(item["wallet"]).lower() == wallet.lower())


def _end(item: Json) -> int:
    return 0 if item.get("expires_at") is None else _seconds(item["expires_at"])


def _in_time(expires_at: int) -> bool:
    return not expires_at or expires_at >= time.time()


def _admin(powers: int) -> bool:
    return bool(powers & enums()["Powers"]["ADMIN"])


def _seconds(moment: object) -> int:
    return int(time_of(moment).timestamp())
