from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from wallets import encryption_key, keystore
from wallets.encryption_cli import app
from wallets.errors import KeystoreError
from wallets.key_statement import MOST_SECONDS, KeyStatement
from wallets.signer import LocalSigner

STATEMENT = KeyStatement(
    member=7,
    public=bytes(range(32)),
    chain_id=1337,
    consortium="0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    issued_at=1_790_000_000,
    expires_at=1_790_000_000 + 86_400,
)
SIGNER = LocalSigner.from_key(bytes([9] * 32))


def test_a_key_opens_with_its_password_alone(tmp_path: Path) -> None:
    ring = encryption_key.create(tmp_path / "w", "bank", "open sesame", light=True)
    found = encryption_key.find(tmp_path / "w", "bank")
    assert found.newest.public == ring.newest.public
    private = found.newest.open("open sesame")
    assert private.public_key().public_bytes_raw() == ring.newest.public
    with pytest.raises(KeystoreError, match="wrong password"):
        found.newest.open("open")
    assert ring.path.stat().st_mode & 0o777 == 0o600
    assert private.private_bytes_raw().hex() not in ring.path.read_text("utf-8")


def test_a_rotation_puts_a_new_key_in_front_and_keeps_the_old_ones(tmp_path: Path) -> None:
    first = encryption_key.create(tmp_path, "bank", "pw", light=True).newest
    ring = encryption_key.rotate(tmp_path, "bank", "pw", light=True)
    assert ring.keys[1].public == first.public != ring.newest.public
    old = encryption_key.find(tmp_path, "bank").key(first.public)
    assert old is not None
    assert old.open("pw").public_key().public_bytes_raw() == first.public
    with pytest.raises(KeystoreError, match="wrong password"):
        encryption_key.rotate(tmp_path, "bank", "another", light=True)
    assert len(encryption_key.find(tmp_path, "bank").keys) == 2
    assert not list(tmp_path.glob("*.partial"))


def test_keys_are_never_made_twice_and_never_taken_for_a_wallet(tmp_path: Path) -> None:
    encryption_key.create(tmp_path, "bank", "pw", light=True)
    with pytest.raises(KeystoreError, match="already"):
        encryption_key.create(tmp_path, "bank", "pw", light=True)
    with pytest.raises(KeystoreError, match="password is empty"):
        encryption_key.create(tmp_path, "other", "", light=True)
    keystore.create(tmp_path, "bank", "pw", light=True)
    assert [entry.name for entry in keystore.list_(tmp_path)] == ["bank"]


@pytest.mark.parametrize(
    "change",
    [
        {"type": "another"},
        {"version": 2},
        {"keys": []},
        {"keys": [{"public": "0x00"}]},
    ],
)
def test_a_file_that_is_no_ring_of_keys_is_told(tmp_path: Path, change: dict[str, Any]) -> None:
    path = encryption_key.create(tmp_path, "bank", "pw", light=True).path
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(KeystoreError):
        encryption_key.find(tmp_path, "bank")


def test_a_key_under_the_name_of_another_does_not_open(tmp_path: Path) -> None:
    ring = encryption_key.create(tmp_path, "bank", "pw", light=True)
    said = json.loads(ring.path.read_text("utf-8"))
    said["keys"][0]["public"] = "0x" + "11" * 32
    ring.path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(KeystoreError, match="damaged"):
        encryption_key.find(tmp_path, "bank").newest.open("pw")


def test_a_file_cannot_ask_for_a_key_derivation_that_takes_the_machine_down(tmp_path: Path) -> None:
    ring = encryption_key.create(tmp_path, "bank", "pw", light=True)
    said = json.loads(ring.path.read_text("utf-8"))
    said["keys"][0]["kdf"]["n"] = 2**30
    ring.path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(KeystoreError, match="not ours"):
        encryption_key.find(tmp_path, "bank").newest.open("pw")


def test_a_statement_tells_who_signed_it() -> None:
    assert STATEMENT.signed_by(STATEMENT.sign(SIGNER)) == SIGNER.address


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("member", 8),
        ("public", bytes(32)),
        ("chain_id", 1),
        ("consortium", "0x" + "22" * 20),
        ("issued_at", STATEMENT.issued_at - 1),
        ("expires_at", STATEMENT.expires_at + 1),
    ],
)
def test_a_statement_is_bound_to_each_of_its_facts(field: str, value: object) -> None:
    facts = {name: getattr(STATEMENT, name) for name in STATEMENT.__dataclass_fields__}
    other = KeyStatement(**facts | {field: value})
    assert other.signed_by(STATEMENT.sign(SIGNER)) != SIGNER.address


def test_a_statement_holds_from_its_first_second_to_its_last() -> None:
    first, last = STATEMENT.issued_at, STATEMENT.expires_at
    assert [STATEMENT.holds_at(t) for t in (first - 1, first, last, last + 1)] == [
        False,
        True,
        True,
        False,
    ]
    facts = {name: getattr(STATEMENT, name) for name in STATEMENT.__dataclass_fields__}
    longest = KeyStatement(**facts | {"expires_at": first + MOST_SECONDS})
    longer = KeyStatement(**facts | {"expires_at": first + MOST_SECONDS + 1})
    assert (longest.holds_at(first), longer.holds_at(first)) == (True, False)


def test_the_statement_in_the_handbook_is_the_one_that_is_signed() -> None:
    first = 1_795_615_980
    statement = KeyStatement(
        member=6,
        public=bytes.fromhex("5f" * 32),
        chain_id=1337,
        consortium="0x5FbDB2315678afecb367f032d93F642f64180aa3",
        issued_at=first,
        expires_at=first + 365 * 86_400,
    )
    page = Path("docs/files.md").read_text("utf-8")
    assert f"\n{statement.text}\n```" in page


def test_the_command_makes_shows_and_rotates_keys(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("pw\n", "utf-8")
    where = ["--folder", str(tmp_path), "--json"]
    secret = ["--password-file", str(password), "--light"]
    run = CliRunner().invoke
    made = json.loads(run(app, ["new", "bank", *where, *secret]).stdout)
    rotated = json.loads(run(app, ["rotate", "bank", *where, *secret]).stdout)
    shown = json.loads(run(app, ["show", "bank", *where]).stdout)
    assert shown == rotated
    assert shown["keys"][1] == made["keys"][0]
