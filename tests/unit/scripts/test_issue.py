"""`quay document check`, offline."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.bills.examples import DOCUMENT
from scripts.quay.main import app


def checked(path: Path, document: Any, *more: str) -> tuple[int, Any]:
    path.write_text(json.dumps(document), "utf-8")
    done = CliRunner().invoke(app, ["document", "check", str(path), "--json", *more])
    return done.exit_code, json.loads(done.stdout) if done.stdout else str(done.exception)


def test_a_good_document_keeps_the_rules(tmp_path: Path) -> None:
    assert checked(tmp_path / "bill.json", DOCUMENT) == (0, [])
    status, lacking = checked(tmp_path / "bill.json", DOCUMENT, "--dcsa")
    assert (status, {problem["rule"] for problem in lacking}) == (1, {"dcsa_required"})


def test_every_broken_rule_is_told_by_its_field(tmp_path: Path) -> None:
    document = copy.deepcopy(DOCUMENT)
    equipment = document["utilizedTransportEquipments"][0]["equipment"]
    equipment["equipmentReference"] = "TEMU5678337"
    del document["transportDocumentReference"]
    status, broken = checked(tmp_path / "bill.json", document)
    assert status == 1
    fields = {problem["field"] for problem in broken}
    assert "document.transportDocumentReference" in fields
    assert "document.utilizedTransportEquipments[0].equipment.equipmentReference" in fields


@pytest.mark.parametrize("document", [[], "bill", None])
def test_what_is_no_document_is_told(tmp_path: Path, document: Any) -> None:
    status, told = checked(tmp_path / "bill.json", document)
    assert (status, "JSON object" in told) == (1, True)
