"""The pytest plugin in a run of its own, as a project that has Quayledger installed gets it: by its entry point."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SECONDS = 200
TESTS = """
def test_a_bill(quay_bill, quay_member):
    bill = quay_bill(stage="surrendered")
    read = quay_member("carrier").client.bills.read(bill.id)
    assert read.state == "SURRENDERED_FOR_DELIVERY"
    assert read.release_to == quay_member("consignee").number
    verified = quay_member("bank").client.verification.document(bill.document, bill.salt)
    assert (verified.answer, verified.state) == ("valid", read.state)


def test_stages(quay_bill, quay_member):
    states = [quay_member("carrier").client.bills.read(quay_bill(s).id).state for s in ("issued", "pending")]
    assert states == ["ISSUED", "PENDING_SURRENDER_FOR_DELIVERY"]


def test_an_order(quay_order, quay_member):
    held, gone = quay_order(stage="held"), quay_order(stage="gated_out")
    read = quay_member("terminal").client.releases.read
    assert [hold.authority for hold in read(held.id).holds] == ["CUSTOMS"]
    assert read(gone.id).state == "COMPLETED"


def test_a_certificate(quay_certificate, quay_member):
    read = quay_member("tax_authority").client.certificates.read
    assert read(quay_certificate(stage="used").id).state == "USED"


def test_a_wrong_stage(quay_bill):
    quay_bill(stage="sunk")
"""


IN_THE_DOCS = """
import copy

from api.bills.examples import DOCUMENT


def test_the_program_of_the_docs(quay_ledger, quay_member, capsys):
    number = {"transportDocumentReference": "NSTC0000000001"}
    given = {
        "url": quay_ledger.url,
        "carrier_wallet": quay_member("carrier").signer,
        "shipper_wallet": quay_member("shipper").signer,
        "bank": quay_member("bank").number,
        "document": copy.deepcopy(DOCUMENT) | number,
    }
    exec(PROGRAM, given)
    state, refusal, found = capsys.readouterr().out.splitlines()
    assert state == f"ISSUED {given['bank']} ['BillIssued', 'BillEndorsed']"
    assert refusal.startswith("BillNotHolder ")
    assert found.startswith(given["made"].record_id)
"""


def of_the_docs() -> str:
    """The examples of docs/sdk.md as tests: its program, and its test."""
    page = (Path(__file__).parents[2] / "docs" / "sdk.md").read_text("utf-8")
    program, test = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    return f"PROGRAM = {program!r}\n{IN_THE_DOCS}\n\n{test}"


def run(folder: Path, text: str) -> tuple[int, str]:
    """A run of pytest on a file in a folder of its own."""
    (folder / "test_mine.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:schemathesis", "-q", "test_mine.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    return done.returncode, done.stdout + done.stderr


def test_records_at_a_stage_in_one_line_and_the_examples_of_the_docs(tmp_path: Path) -> None:
    status, told = run(tmp_path, TESTS + of_the_docs())
    assert "6 passed" in told, told
    assert (status, "1 failed" in told) == (1, True), told
    assert "no stage 'sunk'; there are issued, endorsed, pending, surrendered" in told


def test_a_run_without_its_fixtures_loads_nothing_of_it(tmp_path: Path) -> None:
    text = (
        "import sys\n"
        "def test_nothing():\n"
        "    assert 'scripts.pytest_plugin' in sys.modules\n"
        "    assert not {'api.client', 'scripts.pytest_plugin.ledger'} & set(sys.modules)\n"
    )
    status, told = run(tmp_path, text)
    assert status == 0, told
