"""What the report says of a step."""

from __future__ import annotations

from pathlib import Path

from scripts.scenario.cast import Cast
from scripts.scenario.generate import Generator
from scripts.scenario.load import load
from scripts.scenario.perform import Performer
from scripts.scenario.scene import Scene
from scripts.scenario.telling import Tellings

SCENARIO = """\
scenario: who acts stands in a table
organisations: {carrier: CARRIER}
rows: [{office: customs, others: [bank, agent]}]
steps:
  - get: /v1/bills
    by: ${row.office}
  - get: /v1/bills
    by: ["${row.others[0]}", "the ${row.others[1]}"]
  - get: /v1/bills
    by: ${row.nobody}
  - get: /v1/bills
"""


async def test_who_does_a_step_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "who.yaml"
    path.write_text(SCENARIO, "utf-8")
    loaded = load(path)
    cast = Cast("http://127.0.0.1:9", ())
    scene = Scene(cast, Generator(1), {"row": loaded.rows[0]})
    performer = Performer(scene, Tellings(cast), 0.0, None, lambda _: None)
    await performer.run(loaded.script)
    await cast.close()
    told = [result.by for result in performer.results]
    assert told == ["customs", "bank + the agent", "${row.nobody}", ""]
    assert "there is no organisation 'customs'" in str(performer.results[0].mistake)
