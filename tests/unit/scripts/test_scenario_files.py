"""What is wrong with a scenario file is told with its line, what was expected and what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.bindings import actions
from scripts.scenario.check import checked
from scripts.scenario.load import load
from scripts.scenario.model import Act
from scripts.scenario.problems import ScenarioError

GOOD = """\
scenario: a bill goes round
organisations:
  carrier: CARRIER
  shipper: SHIPPER
  terminal: {roles: TERMINAL, wallets: {gate: GATE}}
variables:
  boxes: 2
steps:
  - do: IssueBill
    by: carrier
    with: {kind: ToOrder, holder: shipper, titleHolder: shipper}
    make: {containers: "${boxes}"}
    save: bill
    expect: {state: ISSUED, holder: shipper}
  - name: it moves
    do: TransferPossession
    by: shipper
    on: bill
    with: {holder: carrier}
    refused: BillNotHolder
  - elapsed: {since: it moves, at_most: 2 s}
"""


def mistakes(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    try:
        checked(load(path))
    except ScenarioError as exc:
        return [str(one).replace(f"{tmp_path}/", "") for one in exc.mistakes]
    return []


def test_a_good_file_has_no_mistakes(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD) == []


DEFECTS = {
    "no YAML": ("  boxes: 2", "  boxes: [2", "file.yaml:8:6: is no YAML"),
    "a tag": ("  boxes: 2", "  boxes: !!str 2", "7:10: is no YAML: expected a value without a tag"),
    "an alias to what it is in": (
        "  boxes: 2",
        "  boxes: &boxes [*boxes]",
        "7:10: an alias stands for what it is in",
    ),
    "a merge": (
        "  boxes: 2",
        "  <<: {boxes: 2}",
        "7:3: expected a name as the key, found a merge",
    ),
    "a key twice": (
        "    save: bill",
        "    save: bill\n    save: b",
        "14:5: 'save' stands here and in line 13",
    ),
    "an unknown key": (
        "    save: bill",
        "    safe: bill",
        "13:5: 'safe' is not expected here: did you mean save?",
    ),
    "a missing key": ("    by: carrier\n", "", "9:5: expected 'by', which is missing here"),
    "no kind of step": ("  - do: Iss", "  - dew: Iss", "9:5: expected a step with one of do"),
    "two kinds of step": ("    save: bill", "    read: bill", "9:5: a step is one of do and read"),
    "text for a mapping": (
        '    make: {containers: "${boxes}"}',
        "    make: two",
        "12:11: make: expected a mapping, found 'two'",
    ),
    "a bad name": (
        "    save: bill",
        "    save: The bill",
        "13:11: expected a name of small letters, digits and _, found 'The bill'",
    ),
    "an unknown action": (
        "do: IssueBill",
        "do: IssueBil",
        "9:9: the contracts have no action 'IssueBil': did you mean IssueBill",
    ),
    "a field too many": (
        "with: {holder: carrier}",
        "with: {holdr: carrier}",
        "19:12: TransferPossession has no field 'holdr': did you mean holder",
    ),
    "an enum's name": (
        "kind: ToOrder",
        "kind: ToOder",
        "11:18: there is no BillKind 'ToOder': did you mean ToOrder",
    ),
    "an unknown role": (
        "carrier: CARRIER",
        "carrier: CARIER",
        "3:12: there is no Roles 'CARIER': did you mean CARRIER",
    ),
    "an unknown organisation": (
        "by: shipper",
        "by: shiper",
        "17:9: there is no organisation 'shiper': did you mean shipper",
    ),
    "an unknown wallet": (
        "by: shipper",
        "by: terminal/gates",
        "17:9: terminal has no wallet 'gates': did you mean gate",
    ),
    "a member that is none": (
        "with: {holder: carrier}",
        "with: {holder: carier}",
        "19:20: there is no organisation 'carier'",
    ),
    "a record not saved": (
        "on: bill",
        "on: bil",
        "18:9: no bill 'bil' was saved before: did you mean bill?",
    ),
    "another kind of record": (
        "do: TransferPossession",
        "do: GateOut",
        "18:9: expected a release order, found 'bill', which is a bill",
    ),
    "on for what is made": (
        "    save: bill",
        "    on: bill",
        "13:5: IssueBill makes a bill: say `save`, not `on`",
    ),
    "no record at all": (
        "    on: bill\n",
        "",
        "15:5: TransferPossession is about a bill: expected `on`",
    ),
    "the version": (
        "with: {holder: carrier}",
        "with: {holder: carrier, version: 3}",
        "19:29: version is the gateway's to fill in",
    ),
    "an unknown error": (
        "refused: BillNotHolder",
        "refused: BillNotHoldr",
        "20:14: the contracts have no error 'BillNotHoldr': did you mean BillNotHolder",
    ),
    "an unknown variable": (
        "${boxes}",
        "${boxen}",
        "12:24: nothing is called 'boxen' here: did you mean boxes",
    ),
    "an unknown function": (
        "${boxes}",
        "${rnage(2)}",
        "12:24: there is no function rnage(): did you mean range",
    ),
    "a broken expression": (
        "${boxes}",
        "${boxes.}",
        "12:24: in ${boxes.}: expected a name, found its end",
    ),
    "code in an expression": (
        "${boxes}",
        "${__import__('os').system('true')}",
        "12:24: in ${__import__",
    ),
    "a word of expectation": (
        "state: ISSUED",
        "state: {is: ISSUED, isnt: VOIDED}",
        "14:34: 'isnt' is no word of expectation: did you mean is_not or is?",
    ),
    "a duration": ("at_most: 2 s", "at_most: 2 ells", "21:41: expected a duration such as 5 s"),
    "an unknown step": (
        "since: it moves",
        "since: it moved",
        "21:22: no step before is called 'it moved': did you mean it moves",
    ),
    "an unknown option": (
        "make: {containers",
        "make: {conteiners",
        "12:12: nothing of IssueBill is made by 'conteiners': did you mean containers",
    ),
    "a needed field": (
        "holder: shipper, title",
        "title",
        "9:5: IssueBill needs the field 'holder', which is missing",
    ),
    "a refusal with a success": (
        "refused: BillNotHolder",
        "refused: BillNotHolder\n    expect: {state: ISSUED}",
        "21:5: a step that must be refused leaves nothing to expect",
    ),
    "rows that are no file": ("variables:", "rows: table.csv\nvariables:", "6:7: cannot read"),
    "a file not there": (
        "  - elapsed",
        "  - include: part.yaml\n  - elapsed",
        "21:14: expected a file to include, found no",
    ),
    "what nobody kept": (
        "  - elapsed",
        "  - submit: old\n    by: shipper\n  - elapsed",
        "21:13: nothing was kept back as 'old'",
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_named_with_its_line(tmp_path: Path, defect: str) -> None:
    good, bad, told = DEFECTS[defect]
    assert GOOD.count(good) == 1, "the defect must be planted once"
    found = mistakes(tmp_path, GOOD.replace(good, bad))
    assert any(told in one for one in found), found


def test_a_step_done_for_each_may_expect_something_of_the_one(tmp_path: Path) -> None:
    text = GOOD.replace("    save: bill\n", "    save: bill\n    each: [1, 2]\n")
    one = text.replace("{state: ISSUED, holder", '{version: "${each}", holder')
    assert one != text
    assert mistakes(tmp_path, one) == []


def test_aliases_stand_for_no_more_values_than_a_file_may_have(tmp_path: Path) -> None:
    lines = ["  boxes: &a0 [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]"]
    lines += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (found,) = mistakes(tmp_path, GOOD.replace("  boxes: 2", "\n".join(lines)))
    assert "is beyond 200000 values" in found


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("on: bill", "on: bil").replace("kind: ToOrder", "kind: ToOder")
    assert len(mistakes(tmp_path, text)) == 2


def test_rows_are_held_against_their_columns(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("kind,count\nToOrder,1\n", "utf-8")
    text = GOOD.replace("variables:", "rows: table.csv\nvariables:")
    assert mistakes(tmp_path, text.replace("${boxes}", "${row.count}")) == []
    (found,) = mistakes(tmp_path, text.replace("${boxes}", "${row.cuont}"))
    assert "13:24: the rows have no column 'cuont': did you mean count?" in found
    (tmp_path / "table.csv").write_text("kind,count\nToOrder\n", "utf-8")
    (found,) = mistakes(tmp_path, text)
    assert found == "table.csv:2:1: has not as many cells as the first line has columns"


def test_mistakes_of_an_included_file_are_told_with_its_name(tmp_path: Path) -> None:
    part = tmp_path / "part.yaml"
    part.write_text(
        "fragment: moves\nparameters: {who: null}\nsteps:\n  - read: bill\n    by: nobody\n"
    )
    text = GOOD + "  - include: part.yaml\n    with: {whom: shipper}\n"
    found = mistakes(tmp_path, text)
    assert "file.yaml:23:12: part.yaml has no parameter 'whom'; it has who" in found
    assert "file.yaml:22:5: part.yaml needs the parameter 'who', which is missing here" in found
    found = mistakes(tmp_path, text.replace("whom", "who"))
    assert found == [
        "part.yaml:5:9: there is no organisation 'nobody': there are: carrier, shipper, terminal"
    ]


def test_every_action_stands_in_a_scenario_that_ships() -> None:
    folder = Path(__file__).parents[3] / "scripts" / "scenarios"
    scripts = [checked(load(path)).script for path in folder.glob("*.yaml")]
    acts = [located.step for script in scripts for located in script.all_steps()]
    done = {step.do for step in acts if isinstance(step, Act) and not step.refused}
    assert sorted(set(actions()) - done) == []
