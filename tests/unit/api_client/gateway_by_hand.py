"""A ledger and a wallet for the client's tests, and flows answered by hand."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from eth_utils import keccak

from api.client.messages import Flow, Request, Response
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, action_id, parse_action, typed_data

T = TypeVar("T")

ADDRESSES = {
    name: "0x" + f"{number:02x}" * 20
    for number, name in enumerate(
        ["Consortium", "BillOfLading", "ReleaseOrder", "TaxRefundCertificate", "Batch"], start=0x11
    )
}
CHAIN_ID = 1337
BILL = "0x" + "ab" * 32
ZERO = "0x" + "00" * 32
DEPLOYMENT = {"chain_id": CHAIN_ID, "addresses": ADDRESSES}
ENDORSE = {
    "billId": BILL,
    "version": 3,
    "actor": 4,
    "endorsement": 0,
    "endorsee": 7,
    "deliverTo": 7,
    "representedParty": 0,
    "remark": ZERO,
}


def wallet(name: str = "shipper") -> LocalSigner:
    """A fixed wallet."""
    return LocalSigner.from_key(keccak(text=f"client test: {name}"))


def carry(flow: Flow[T], answer: Callable[[Request], Response]) -> tuple[T, list[Request]]:
    """Carries a flow to its end, answering each request; returns its result and the requests."""
    asked = []
    try:
        request = next(flow)
        while True:
            asked.append(request)
            request = flow.send(answer(request))
    except StopIteration as done:
        return done.value, asked


def prepared(
    action: str = "Endorse", message: Mapping[str, Any] | None = None, **lies: Any
) -> dict[str, Any]:
    """What an honest gateway answers to prepare; `lies` replace members of the answer."""
    parsed = parse_action(action, message or ENDORSE)
    domain = Domain(CHAIN_ID, ADDRESSES[parsed.spec.contract])
    return {
        "action": action,
        "action_id": action_id(parsed, domain),
        "contract": parsed.spec.contract,
        "message": dict(parsed.message),
        "typed_data": typed_data(parsed, domain),
        "signers_needed": [],
        "words": {"en": "…", "zh": "…"},
    } | lies


def record(action: Mapping[str, Any], status: str = "final", **more: Any) -> dict[str, Any]:
    """An action resource."""
    return {
        "action_id": action["action_id"],
        "action": action["action"],
        "contract": action["contract"],
        "record_id": BILL,
        "message": action["message"],
        "signers": [],
        "status": status,
        "accepted_at": "2026-11-24T14:00:00Z",
        "updated_at": "2026-11-24T14:00:01Z",
        "transaction_hash": ZERO,
        "block_number": 9,
        "gas_used": 51_000,
        "attempts": 1,
        "error": None,
    } | more


class Gateway:
    """Answers like a gateway, from what it is told to have prepared and to say of actions."""

    def __init__(self, **lies: Any) -> None:
        self.prepared = prepared(**lies)
        self.states = ["final"]
        self.tokens: list[str] = []
        self.session_seconds = 3600
        self.refuse_tokens: set[str] = set()

    def __call__(self, request: Request) -> Response:
        """Answers a request."""
        if request.signed_in:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self.tokens or token in self.refuse_tokens:
                return answer(401, {"code": "session_unknown", "detail": "no such session"})
        handler = getattr(self, f"{request.method}_{request.path.split('/')[2]}".lower())
        result: Response = handler(request)
        return result

    def get_deployment(self, _: Request) -> Response:
        """The deployment."""
        return answer(200, DEPLOYMENT)

    def post_auth(self, request: Request) -> Response:
        """A nonce, or a session."""
        if request.path.endswith("/nonce"):
            return answer(200, {"nonce": secrets.token_hex(8)})
        self.tokens.append(secrets.token_urlsafe(32))
        ends = datetime.now(UTC) + timedelta(seconds=self.session_seconds)
        session = {
            "token": self.tokens[-1],
            "expires_at": ends.isoformat(),
            "member": 4,
            "wallet": wallet().address,
        }
        return answer(201, session)

    def post_actions(self, request: Request) -> Response:
        """Prepares, or takes an action."""
        if request.path.endswith("/prepare"):
            return answer(200, self.prepared)
        return answer(202, record(self.prepared, self.states.pop(0)))

    def get_actions(self, _: Request) -> Response:
        """The action's state now."""
        return answer(200, record(self.prepared, self.states.pop(0)))


def answer(status: int, body: object, **headers: str) -> Response:
    """A response."""
    return Response(status, headers, body)
