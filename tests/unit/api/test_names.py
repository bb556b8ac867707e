"""The gateway's names of enums, powers and roles are the contracts' own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import TypeAdapter

from api.actions.powers import POWERS
from api.kit.names import ENUMS, FLAGS, names_in
from api.kit.query import described_as
from chain.compile import SECOND_HALVES
from contracts.bindings import actions, enums
from wallets.spelling import letters, value_named

CONTRACTS = Path(__file__).parents[3] / "contracts"


@pytest.mark.parametrize("table", sorted(ENUMS))
def test_enums_agree_with_the_contracts(table: str) -> None:
    ours = {letters(member.name): int(member) for member in ENUMS[table]}
    theirs = {letters(name): value for name, value in enums()[table].items()}
    if table == "CertificateType":
        del theirs["none"]
    assert ours == theirs


@pytest.mark.parametrize("table", sorted(ENUMS))
def test_filters_are_described_in_the_spelling_of_answers(table: str) -> None:
    described = TypeAdapter(Annotated[int, described_as(table)]).json_schema()["anyOf"][0]["enum"]
    assert described == [member.name for member in ENUMS[table] if member.name != "NONE"]


@pytest.mark.parametrize("table", sorted(FLAGS))
def test_bits_agree_with_the_contracts(table: str) -> None:
    ours = {str(flag.name): int(flag) for flag in FLAGS[table]}
    assert ours | {"ALL": sum(ours.values())} == dict(enums()[table])


def test_every_action_needs_the_power_that_its_contract_checks() -> None:
    assert set(POWERS) == set(actions())
    for name, spec in actions().items():
        halves = (spec.contract, SECOND_HALVES.get(spec.contract, spec.contract))
        source = "".join((CONTRACTS / f"{half}.sol").read_text("utf-8") for half in halves)
        body = re.search(
            rf"function {spec.function}\({name} calldata.*?\n    }}\n", source, re.DOTALL
        )
        assert body is not None
        helpers = "".join(
            match[0]
            for helper in sorted(set(re.findall(r"_(?:authorize|require)\w+", body[0])))
            for match in [re.search(rf"function {helper}\(.*?\n    }}\n", source, re.DOTALL)]
            if match
        )
        if POWERS[name]:
            assert f"Powers.{POWERS[name].name}" in body[0] + helpers, name
        else:
            assert "_authorize" not in body[0], name


def test_a_name_has_one_value_in_any_spelling() -> None:
    for spelling in ("ToOrder", "TO_ORDER", "to-order", "toorder"):
        assert value_named("BillKind", spelling) == 1
    assert value_named("Powers", "all") == (1 << 14) - 1
    assert value_named("BillKind", "Paper") is None
    assert "SeaWaybill" in names_in("BillKind")
