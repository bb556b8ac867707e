"""`quay status`: how a ledger is, as its gateway tells it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from api.client import ClientError, Refused, RetryPolicy, SyncQuayClient
from scripts.quay.console import CommandError, print_json, table
from wallets import keystore
from wallets.errors import WalletError
from wallets.signer import Signer

PASSWORD_VARIABLE = "QUAY_WALLET_PASSWORD"  # noqa: S105 - a variable's name
_PATIENCE = RetryPolicy(give_up_after=2.0)
_COLLECTIONS = ("bills", "releases", "certificates", "claims", "documents", "milestones")
_UNAVAILABLE = 503


def run(url: str, wallet: Path | None, *, as_json: bool) -> int:
    """Prints the state; returns 0 if the gateway is ready, 1 if it is not.

    Raises:
        CommandError: there is no gateway at `url`, or the wallet cannot be used.
    """
    signer = None if wallet is None else opened(wallet)
    try:
        with SyncQuayClient(url, signer, retry=_PATIENCE, timeout=10) as client:
            state = state_of(client)
    except Refused as exc:
        message = f"the gateway at {url} refuses: {exc}"
        raise CommandError(message) from exc
    except ClientError as exc:
        raise CommandError(str(exc)) from exc
    if as_json:
        print_json(state)
    else:
        table(f"The ledger at {url}", ["what", "value"], _lines(state))
    return 0 if state["ready"] else 1


def state_of(client: SyncQuayClient) -> dict[str, Any]:
    """What the gateway tells anyone, and, if the client can sign in, its member's records."""
    deployment = client.deployment()
    ready, readiness = _readiness(client)
    state: dict[str, Any] = {
        "gateway": client.flows.url,
        "ready": ready,
        "chain_id": deployment.chain_id,
        "members": deployment.raw.get("members"),
        "software": deployment.raw.get("software"),
        **readiness,
        "contracts": dict(deployment.addresses),
    }
    if client.flows.signer is not None:
        session = client.sign_in()
        state["member"] = session.member
        state |= {name: _by_state(client, name) for name in _COLLECTIONS}
    return state


def opened(path: Path) -> Signer:
    """The signer of a keystore; the password comes from the environment or the terminal.

    Raises:
        CommandError: the keystore cannot be opened.
    """
    if not path.exists():
        raise CommandError(f"there is no wallet {path}")
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None and not sys.stdin.isatty():
        raise CommandError(f"the password of {path.name} is needed: set {PASSWORD_VARIABLE}")
    if password is None:
        password = str(typer.prompt(f"password of {path.name}", hide_input=True))
    try:
        return keystore.open_(path, password)
    except (WalletError, OSError) as exc:
        raise CommandError(str(exc)) from exc


def _readiness(client: SyncQuayClient) -> tuple[bool, dict[str, Any]]:
    try:
        answer = client.service.ready()
    except Refused as refused:
        if refused.status != _UNAVAILABLE:
            raise
        return False, {"not_ready_because": refused.problem.detail}
    keys = ("head_block", "indexed_block", "lag", "outbox_depth", "node")
    return True, {key: getattr(answer, key) for key in keys}


def _by_state(client: SyncQuayClient, collection: str) -> dict[str, int]:
    records = client.everything(f"/v1/{collection}", limit="200")
    return dict(sorted(Counter(str(record["state"]) for record in records).items()))


def _lines(state: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in state.items():
        if isinstance(value, dict):
            for inner, text in value.items():
                yield f"{name.removesuffix('s')} {inner}", text
            if not value:
                yield name, "none"
        else:
            yield name.replace("_", " "), value
