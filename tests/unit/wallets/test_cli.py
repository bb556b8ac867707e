"""`quay wallet` tells what is signed, signs it, and answers every mistake in one line."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.unit.wallets.messages import ADDRESS, DOMAIN, KEY, plain_message
from wallets import keystore
from wallets.cli import app
from wallets.recover import recover
from wallets.typed_action import TypedAction, action_id, digest, parse_action, typed_data

PASSWORD = "密码 pässword"
ENDORSE = parse_action("Endorse", plain_message("Endorse"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wallets"
    monkeypatch.setenv("QUAY_WALLETS", str(folder))
    monkeypatch.setenv("QUAY_WALLET_PASSWORD", PASSWORD)
    keystore.create(folder, "desk", PASSWORD, key=KEY, light=True)
    return folder


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    return written(tmp_path / "prepared.json", prepared_content(ENDORSE))


def prepared_content(action: TypedAction) -> dict[str, Any]:
    return {
        "action": action.name,
        "action_id": action_id(action, DOMAIN),
        "message": dict(action.message),
        "typed_data": typed_data(action, DOMAIN),
        "words": {"en": "Nothing to see here.", "zh": "没什么。"},
    }


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def refused(result: Result, *texts: str) -> None:
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("quay: ")
    assert result.stderr.count("\n") == 1
    assert all(text in result.stderr for text in texts), result.stderr


def test_a_new_wallet_is_made_and_opens(folder: Path) -> None:
    made = json.loads(run("new", "terminal", "--light", "--json").stdout)
    assert keystore.open_(Path(made["path"]), PASSWORD).address == made["address"]
    assert Path(made["path"]) == folder / "terminal.json"
    refused(run("new", "terminal", "--light"), "there is a wallet terminal")


def test_wallets_are_listed_and_shown_locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUAY_WALLET_PASSWORD")
    assert run("list").stdout == f"desk  {ADDRESS}\n"
    assert json.loads(run("list", "--json").stdout) == [
        {"name": "desk", "address": ADDRESS, "path": str(folder / "desk.json")}
    ]
    assert ADDRESS in run("show", "desk").stdout
    refused(run("show", "other"), "there is no wallet other")


def test_no_wallets_is_no_error(tmp_path: Path) -> None:
    result = run("list", "--folder", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "quay wallet new" in result.stderr
    assert run("list", "--json", "--folder", tmp_path / "none").stdout == "[]\n"


@pytest.mark.parametrize("spelling", [KEY.hex(), "0x" + KEY.hex() + "\n", f"  {KEY.hex()} \n"])
def test_a_key_is_imported_from_standard_input(spelling: str, folder: Path) -> None:
    result = run("import-key", "mine", "--light", "--json", stdin=spelling)
    assert json.loads(result.stdout)["address"] == ADDRESS
    assert KEY.hex() not in result.output


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31, "00" * 32])
def test_a_key_that_is_none_is_told_and_not_repeated(text: str, folder: Path) -> None:
    result = run("import-key", "mine", "--light", stdin=text)
    refused(result, "private key")
    assert not text or text not in result.output
    assert not (folder / "mine.json").exists()


def test_a_key_is_never_an_argument(folder: Path) -> None:
    assert run("import-key", "mine", KEY.hex()).exit_code == 2
    assert not (folder / "mine.json").exists()


def test_signing_tells_in_words_and_prints_what_the_gateway_takes(
    folder: Path, prepared: Path
) -> None:
    result = run("sign", prepared, "--wallet", "desk", "--yes")
    assert result.exit_code == 0, result.output
    signed = json.loads(result.stdout)
    assert set(signed) == {"action", "message", "signatures"}
    assert parse_action(signed["action"], signed["message"]) == ENDORSE
    (signature,) = signed["signatures"]
    assert recover(digest(ENDORSE, DOMAIN), bytes.fromhex(signature[2:])) == ADDRESS
    assert "Member 3 on behalf of member 7 endorses bill 0x0101…0101" in result.stderr
    assert "背书" in result.stderr
    assert "chain 1337" in result.stderr
    # The words are computed here, whatever the file says.
    assert "Nothing to see here" not in result.output


def test_it_asks_first(folder: Path, prepared: Path) -> None:
    assert run("sign", prepared, "--wallet", "desk", stdin="y\n").exit_code == 0
    for answer in ("n\n", "\n", ""):
        result = run("sign", prepared, "--wallet", "desk", stdin=answer)
        assert result.exit_code == 1
        assert "signatures" not in result.stdout


def test_two_wallets_sign_in_order(folder: Path, prepared: Path) -> None:
    other = keystore.create(folder, "other", PASSWORD, light=True)
    result = run("sign", prepared, "--wallet", "other", "--wallet", "desk", "--yes")
    signatures = [bytes.fromhex(one[2:]) for one in json.loads(result.stdout)["signatures"]]
    signers = [recover(digest(ENDORSE, DOMAIN), one) for one in signatures]
    assert signers == [other.address, ADDRESS]


def test_a_domain_is_enough_and_standard_input_will_do(folder: Path) -> None:
    content = {
        "action": "Endorse",
        "message": dict(ENDORSE.message),
        "domain": {"chainId": 1337, "verifyingContract": DOMAIN.verifying_contract.lower()},
    }
    signed = json.loads(
        run("sign", "-", "--wallet", "desk", "--yes", stdin=json.dumps(content)).stdout
    )
    assert (
        run("verify", "-", stdin=json.dumps({**content, **signed})).stdout == f"{ADDRESS}  desk\n"
    )


def test_the_signers_are_told(folder: Path, prepared: Path, tmp_path: Path) -> None:
    signed = written(
        tmp_path / "signed.json", run("sign", prepared, "--wallet", "desk", "--yes").stdout
    )
    result = run("verify", signed, "--prepared", prepared)
    assert result.stdout == f"{ADDRESS}  desk\n"
    assert "endorses bill" in result.stderr
    told = json.loads(run("verify", signed, "--prepared", prepared, "--json").stdout)
    assert told["signers"] == [{"wallet": ADDRESS, "proven": True}]
    assert told["action_id"] == action_id(ENDORSE, DOMAIN)
    refused(run("verify", signed), "where the action counts")


def test_another_action_than_the_prepared_one_is_told(
    folder: Path, prepared: Path, tmp_path: Path
) -> None:
    content = json.loads(run("sign", prepared, "--wallet", "desk", "--yes").stdout)
    content["message"]["endorsee"] = 99
    signed = written(tmp_path / "signed.json", content)
    refused(run("verify", signed, "--prepared", prepared), "is not the action")


@pytest.mark.parametrize("signatures", [None, [], "0x", ["zz"], ["0x00"], [7]])
def test_signatures_that_are_none_are_told(
    signatures: object, folder: Path, tmp_path: Path
) -> None:
    content = {**prepared_content(ENDORSE), "signatures": signatures}
    refused(run("verify", written(tmp_path / "signed.json", content)), "signature")


def lie_in_typed_data(content: dict[str, Any]) -> None:
    content["typed_data"]["message"]["endorsee"] = 99


def lie_in_message(content: dict[str, Any]) -> None:
    content["message"]["endorsee"] = 99


def lie_in_type(content: dict[str, Any]) -> None:
    content["typed_data"]["primaryType"] = "TransferPossession"


def lie_in_types(content: dict[str, Any]) -> None:
    content["typed_data"]["types"]["Endorse"].pop()


def lie_in_domain(content: dict[str, Any]) -> None:
    content["typed_data"]["domain"]["name"] = "Another"


def lie_in_id(content: dict[str, Any]) -> None:
    content["action_id"] = "0x" + "00" * 32


def lie_in_chain(content: dict[str, Any]) -> None:
    content["typed_data"]["domain"]["chainId"] = 1


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        (lie_in_typed_data, "typed_data.message"),
        (lie_in_message, "typed_data.message"),
        (lie_in_type, "typed_data.primaryType"),
        (lie_in_types, "typed_data.types"),
        (lie_in_domain, "Quayledger"),
        (lie_in_id, "action_id"),
        (lie_in_chain, "action_id"),
    ],
)
def test_a_file_that_contradicts_itself_is_not_signed(
    lie: Any, told: str, folder: Path, tmp_path: Path
) -> None:
    content = prepared_content(ENDORSE)
    lie(content)
    path = written(tmp_path / "prepared.json", content)
    refused(run("sign", path, "--wallet", "desk", "--yes"), told)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        {"action": "Endorse"},
        {"action": "Steal", "message": {}},
        {"action": "Endorse", "message": {}},
        {"action": "Endorse", "message": dict(ENDORSE.message)},
        {"action": "Endorse", "message": dict(ENDORSE.message), "domain": {}},
        {"action": "Endorse", "message": dict(ENDORSE.message), "typed_data": []},
        {
            "action": "Endorse",
            "message": dict(ENDORSE.message),
            "domain": {"chainId": 1, "verifyingContract": "x"},
        },
    ],
    ids=str,
)
def test_a_file_that_is_no_action_is_told(content: object, folder: Path, tmp_path: Path) -> None:
    refused(run("sign", written(tmp_path / "x.json", content), "--wallet", "desk", "--yes"))


def test_a_wrong_password_is_told(
    folder: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAY_WALLET_PASSWORD", "wrong")
    result = run("sign", prepared, "--wallet", "desk", "--yes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "quay: wrong password for desk.json" in result.stderr


def test_a_password_file_counts_more_than_the_environment(
    folder: Path, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAY_WALLET_PASSWORD", "wrong")
    file = written(tmp_path / "password", PASSWORD + "\n")
    result = run("sign", prepared, "--wallet", "desk", "--yes", "--password-file", file)
    assert result.exit_code == 0
    refused(run("new", "x", "--password-file", tmp_path / "none"), "No such file")


def test_a_missing_file_is_told(folder: Path) -> None:
    refused(run("sign", "nowhere.json", "--wallet", "desk"), "nowhere.json", "No such file")


def test_a_wallet_must_be_named(folder: Path, prepared: Path) -> None:
    assert run("sign", prepared).exit_code == 2


@pytest.mark.parametrize("command", ["new", "list", "show", "import-key", "sign", "verify"])
def test_help_teaches_by_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    assert f"quay wallet {command}" in result.stdout


def wallet_process(args: list[str], folder: Path, **streams: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QUAY_WALLETS": str(folder), "QUAY_DEBUG": "1"}
    environment.pop("QUAY_WALLET_PASSWORD", None)
    return subprocess.Popen(
        [sys.executable, "-c", "from wallets.cli import app; app()", *args],
        env=environment,
        start_new_session=True,
        **streams,
    )


def test_a_terminal_is_asked_for_the_password_unseen(folder: Path) -> None:
    ours, theirs = pty.openpty()
    process = wallet_process(
        ["new", "asked", "--light"], folder, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    with process:
        # The space comes last, when what is typed is not echoed any more.
        for prompt in (b"Password of asked: ", b"confirmation: "):
            while prompt not in shown:
                shown += os.read(ours, 1024)
            os.write(ours, b"typed secret\n")
        told, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0, shown
    assert b"typed secret" not in shown + told
    assert keystore.open_(folder, "typed secret", "asked").address


def test_without_a_terminal_the_way_to_give_a_password_is_told(folder: Path) -> None:
    process = wallet_process(
        ["new", "asked"],
        folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"quay: no password for asked: give --password-file")
