"""No private key of a member ever reaches the gateway: the keys are in this process, it is another."""

from __future__ import annotations

import base64
import os
import secrets

import pytest

from tests.e2e.conftest import Told
from tests.e2e.secrets_search import files_under, forms_of, found_in, process_inputs


def test_no_key_is_in_what_the_gateway_was_started_with(told: Told) -> None:
    pid = told.ledger.pids["gateway"]
    assert pid != os.getpid()
    inputs = list(process_inputs(pid))
    assert all(content for _, content in inputs)
    assert found_in(told.wallets.secrets, inputs) == []


def test_no_key_is_in_what_clients_sent(told: Told) -> None:
    sent = bytes(told.recorder.sent)
    # The recording is of the whole story: every action that was relayed is in it, signed.
    assert sent.count(b"POST /v1/actions HTTP/1.1") >= len(
        [s for s in told.result.steps if s.result == "final"]
    )
    assert b"Authorization: Bearer " in sent
    assert found_in(told.wallets.secrets, [("the recording", sent)]) == []


def test_no_key_is_in_what_the_gateway_keeps(told: Told) -> None:
    kept = list(files_under(told.ledger.plan.data_dir))
    names = {os.path.basename(name) for name, _ in kept}  # noqa: PTH119 - a name in a listing
    assert {"outbox.sqlite", "ledger.sqlite", "gateway.sqlite", "gateway.log"} <= names
    assert found_in(told.wallets.secrets, kept) == []


@pytest.mark.parametrize("shift", range(3))
def test_a_key_would_be_found_in_any_form(shift: int) -> None:
    secret = secrets.token_bytes(32)
    around = secrets.token_bytes(shift), secrets.token_bytes(5)
    texts = [
        around[0] + secret + around[1],
        b'{"key":"0x' + secret.hex().encode() + b'"}',
        secret.hex().upper().encode(),
        str(int.from_bytes(secret)).encode(),
        base64.b64encode(around[0] + secret + around[1]),
        base64.urlsafe_b64encode(around[0] + secret + around[1]),
    ]
    for text in texts:
        assert found_in({"somebody": secret}, [("a text", text)]), text
    assert not found_in({"somebody": secret}, [("a text", secrets.token_bytes(64))])
    assert all(len(form) >= 32 for form in forms_of(secret))
