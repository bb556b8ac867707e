"""A wallet's file opens with its password alone, anywhere, and is never lost to another one."""

from __future__ import annotations

import copy
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from tests.unit.wallets.messages import ADDRESS, KEY
from wallets import keystore
from wallets.errors import KeystoreError
from wallets.secret import Secret

PASSWORD = "密码 pässword"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> keystore.KeystoreEntry:
    folder = tmp_path_factory.mktemp("wallets") / "deep" / "folder"
    return keystore.create(folder, "desk", Secret(PASSWORD), key=KEY, light=True)


@pytest.fixture
def content(made: keystore.KeystoreEntry) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(made.path.read_text("utf-8"))
    return copy.deepcopy(loaded)


def opened(folder: Path, content: object) -> str:
    path = folder / "given.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return keystore.open_(path, PASSWORD).address


def test_it_opens_by_path_and_by_name(made: keystore.KeystoreEntry) -> None:
    assert (made.name, made.address, made.path.name) == ("desk", ADDRESS, "desk.json")
    assert keystore.open_(made.path, PASSWORD).address == ADDRESS
    assert keystore.open_(made.path.parent, Secret(PASSWORD), "desk").address == ADDRESS


def test_other_wallets_open_it(content: dict[str, Any]) -> None:
    assert bytes(Account.decrypt(content, PASSWORD.encode())) == KEY
    assert content["version"] == 3
    assert content["crypto"]["kdf"] == "scrypt"


@pytest.mark.parametrize("kdf", ["scrypt", "pbkdf2"])
def test_it_opens_those_of_others(kdf: Any, tmp_path: Path) -> None:
    theirs = Account.encrypt(KEY, PASSWORD.encode(), kdf, 2**10)
    assert opened(tmp_path, theirs) == ADDRESS
    upper = {key.upper(): value for key, value in theirs.items()}
    assert opened(tmp_path, upper) == ADDRESS


def test_the_file_is_its_owners_alone(made: keystore.KeystoreEntry) -> None:
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in made.path.parent.iterdir()] == ["desk.json"]
    assert KEY.hex() not in made.path.read_text("utf-8")


def test_a_full_derivation_is_the_default(tmp_path: Path) -> None:
    entry = keystore.create(tmp_path, "strong", PASSWORD)
    params = json.loads(entry.path.read_text("utf-8"))["crypto"]["kdfparams"]
    assert (params["n"], params["r"], params["p"], params["dklen"]) == (2**18, 8, 1, 32)
    assert keystore.open_(entry.path, PASSWORD).address == entry.address


def test_a_light_one_is_light(content: dict[str, Any]) -> None:
    assert content["crypto"]["kdfparams"]["n"] == 2**12


def test_new_keys_differ(tmp_path: Path) -> None:
    entries = [keystore.create(tmp_path, name, PASSWORD, light=True) for name in ("b", "a")]
    assert entries[0].address != entries[1].address
    assert keystore.list_(tmp_path) == sorted(entries, key=lambda entry: entry.name)
    assert keystore.find(tmp_path, "b") == entries[0]


def test_it_is_never_overwritten(made: keystore.KeystoreEntry) -> None:
    before = made.path.read_bytes()
    with pytest.raises(KeystoreError, match="there is a wallet desk"):
        keystore.create(made.path.parent, "desk", PASSWORD, light=True)
    assert made.path.read_bytes() == before
    assert [path.name for path in made.path.parent.iterdir()] == ["desk.json"]


def test_not_even_by_a_race(made: keystore.KeystoreEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made.path.read_bytes()
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(KeystoreError, match="there is a wallet desk"):
        keystore.create(made.path.parent, "desk", PASSWORD, light=True)
    assert made.path.read_bytes() == before
    assert [path.name for path in made.path.parent.iterdir()] == ["desk.json"]


def test_a_wrong_password_is_told(made: keystore.KeystoreEntry) -> None:
    for wrong in ("", PASSWORD + " ", "x"):
        with pytest.raises(KeystoreError, match=r"wrong password for desk\.json"):
            keystore.open_(made.path, wrong)


def test_a_missing_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="there is no wallet desk in"):
        keystore.open_(tmp_path, PASSWORD, "desk")
    with pytest.raises(KeystoreError, match="there is no wallet desk in"):
        keystore.find(tmp_path, "desk")
    with pytest.raises(KeystoreError, match="cannot read"):
        keystore.open_(tmp_path, PASSWORD)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../up", "a/b", ".hidden", "a b", "-x", "名", "a" * 65, "a\n"]
)
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="a wallet's name has"):
        keystore.create(tmp_path, name, PASSWORD, light=True)
    with pytest.raises(KeystoreError, match="a wallet's name has"):
        keystore.open_(tmp_path, PASSWORD, name)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="password is empty"):
        keystore.create(tmp_path, "a", "", light=True)


@pytest.mark.parametrize("key", [b"", b"\1" * 31, b"\1" * 33, b"\0" * 32, b"\xff" * 32])
def test_a_key_that_is_none_is_refused(key: bytes, tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="private key"):
        keystore.create(tmp_path, "a", PASSWORD, key=key, light=True)


DAMAGES: dict[str, Any] = {
    "version": lambda c: c.update(version=4),
    "no version": lambda c: c.pop("version"),
    "no crypto": lambda c: c.pop("crypto"),
    "crypto": lambda c: c.update(crypto=[]),
    "kdf": lambda c: c["crypto"].update(kdf="argon2"),
    "no kdfparams": lambda c: c["crypto"].pop("kdfparams"),
    "no salt": lambda c: c["crypto"]["kdfparams"].pop("salt"),
    "salt": lambda c: c["crypto"]["kdfparams"].update(salt="zz"),
    "n": lambda c: c["crypto"]["kdfparams"].update(n="many"),
    "n no power of 2": lambda c: c["crypto"]["kdfparams"].update(n=1000),
    "n negative": lambda c: c["crypto"]["kdfparams"].update(n=-2),
    "dklen": lambda c: c["crypto"]["kdfparams"].update(dklen=16),
    "mac": lambda c: c["crypto"].update(mac="00" * 32),
    "no mac": lambda c: c["crypto"].pop("mac"),
    "ciphertext": lambda c: c["crypto"].update(ciphertext="00" * 32),
    "short ciphertext": lambda c: c["crypto"].update(ciphertext="00"),
    "ciphertext none": lambda c: c["crypto"].update(ciphertext=None),
    "iv": lambda c: c["crypto"]["cipherparams"].update(iv="11" * 16),
    "iv too long": lambda c: c["crypto"]["cipherparams"].update(iv="11" * 17),
    "no iv": lambda c: c["crypto"].pop("cipherparams"),
    "address": lambda c: c.update(address="00" * 20),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_in_one_line(
    damage: str, content: dict[str, Any], tmp_path: Path
) -> None:
    DAMAGES[damage](content)
    with pytest.raises(KeystoreError) as caught:
        opened(tmp_path, content)
    assert "\n" not in str(caught.value)
    assert "given.json" in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"x"', "\0", "[" * 100_000])
def test_what_is_no_keystore_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(KeystoreError, match="is damaged, or no wallet's file"):
        opened(tmp_path, text)


@pytest.mark.parametrize(
    "params", [{"n": 2**40}, {"r": 2**20}, {"p": 2**20}, {"c": 2**40}, {"dklen": 2**40}]
)
def test_a_file_cannot_take_the_machine_down(
    params: dict[str, int], content: dict[str, Any], tmp_path: Path
) -> None:
    content["crypto"]["kdfparams"].update(params)
    with pytest.raises(KeystoreError, match="more memory or time"):
        opened(tmp_path, content)


def test_what_is_no_wallet_is_not_listed(made: keystore.KeystoreEntry, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"address": "none"}', "utf-8")
    (tmp_path / "password").write_text("x", "utf-8")
    (tmp_path / "copy.json").write_bytes(made.path.read_bytes())
    assert [entry.name for entry in keystore.list_(tmp_path)] == ["copy"]
    assert keystore.list_(tmp_path / "nowhere") == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(KeystoreError, match="cannot write"):
        keystore.create(tmp_path / "file", "a", PASSWORD, light=True)
