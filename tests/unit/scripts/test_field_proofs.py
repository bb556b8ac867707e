"""`quay document prove` and `verify-field`, offline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from scripts.quay.main import app

FIELD = "/containers/0"
DOCUMENT = {"number": "NSTC4118304212", "containers": ["TEMU5678336", "CSQU3054383"]}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["document", *(str(argument) for argument in arguments)])


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    """A document whose commitment was computed, with its salt beside it."""
    path = tmp_path / "bill.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    assert run("commit", path).exit_code == 0
    return path


def test_a_commitment_stays_the_same_with_its_salt(bill: Path, tmp_path: Path) -> None:
    first, second = (json.loads(run("commit", bill, "--json").stdout) for _ in range(2))
    assert first == second
    (tmp_path / "bill.json.salt").unlink()
    assert json.loads(run("commit", bill, "--json").stdout)["id"] != first["id"]
    assert (tmp_path / "bill.json.salt").stat().st_mode & 0o777 == 0o600


def test_a_field_is_proved_and_checked_without_a_gateway(bill: Path, tmp_path: Path) -> None:
    bill_id = json.loads(run("commit", bill, "--json").stdout)["id"]
    assert run("prove", bill).stdout.splitlines() == ["/containers/0", "/containers/1", "/number"]
    proof = tmp_path / "box.json"
    proof.write_text(run("prove", bill, "--field", FIELD).stdout, "utf-8")
    for secret in ("NSTC4118304212", "CSQU3054383"):
        assert secret not in proof.read_text("utf-8")
    good = run("verify-field", proof, "--id", bill_id, "--json")
    told = json.loads(good.stdout)
    assert (good.exit_code, told["answer"], told["value"]) == (0, "valid", "TEMU5678336")
    assert "TEMU5678336" in run("verify-field", proof).stdout

    other = run("verify-field", proof, "--id", "0x" + "11" * 32, "--json")
    assert (other.exit_code, json.loads(other.stdout)["check"]) == (1, "id")
    lie = json.loads(proof.read_text("utf-8")) | {"value": "CSQU3054383"}
    proof.write_text(json.dumps(lie), "utf-8")
    bad = run("verify-field", proof, "--id", bill_id, "--json")
    assert (bad.exit_code, json.loads(bad.stdout)["check"]) == (1, "proof")


def test_without_the_salt_nothing_is_proved(bill: Path, tmp_path: Path) -> None:
    (tmp_path / "bill.json.salt").unlink()
    assert "there is no salt" in str(run("prove", bill, "--field", FIELD).exception)
    (tmp_path / "bill.json.salt").write_text("0x12", "utf-8")
    assert "holds no salt" in str(run("prove", bill, "--field", FIELD).exception)
