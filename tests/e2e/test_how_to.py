"""The how-to pages: their Python runs against a real gateway, and their commands, calls and errors exist."""

from __future__ import annotations

import asyncio
import re
import secrets
import shlex
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import typer

from api.client import SyncQuayClient
from api.contract_errors import CATALOGUE
from scripts.quay.main import app
from tests.e2e.founded import PARTIES, Founded, founded
from tests.integration.api.documents import (
    appointment_document,
    bill_document,
    certificate_document,
    inspection_document,
    release_document,
)
from tests.support.pages import blocks, commands
from wallets.signer import LocalSigner

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(page for page in DOCS.glob("how-to/*.md") if page.stem != "index")
CAST = {**PARTIES, "consignee": ("CONSIGNEE",), "haulier": ("HAULIER",)}
ACTOR = {"tax-office": "tax_authority", "operator": "carrier"}
"""Whose wallet a page's `gateway` signs with, where it is not the page's name; the carrier is governor, too."""


@pytest_asyncio.fixture(scope="module")
async def ledger(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Founded]:
    async with founded(tmp_path_factory.mktemp("how-to"), CAST) as running:
        yield running


class Stage:
    """What is on the ledger when a reader opens a page: everybody's clients, and records to act on."""

    def __init__(self, ledger: Founded, stack: ExitStack) -> None:
        self.numbers = {party: ledger.member(party) for party in CAST}
        self.wallets = {f"{party}_wallet": ledger.signer(party) for party in CAST}
        self.clients = {
            party: stack.enter_context(SyncQuayClient(ledger.url, ledger.signer(party)))
            for party in CAST
        }

    def issued(self, holder: str) -> str:
        document = bill_document()
        made = self.clients["carrier"].bills.issue(document, holder=self.numbers[holder])
        return made.record_id

    def surrendered(self) -> str:
        bill_id, collector = self.issued("consignee"), self.numbers["consignee"]
        self.clients["consignee"].bills.surrender(bill_id, release_to=collector)
        self.clients["carrier"].bills.accept_surrender(bill_id)
        return bill_id

    def ordered(self, **changes: Any) -> str:
        document = release_document(self.surrendered(), **changes)
        terminal = self.numbers["terminal"]
        return self.clients["carrier"].releases.issue(document, terminal=terminal).record_id


def carrier(stage: Stage) -> dict[str, Any]:
    waiting = stage.issued("consignee")
    stage.clients["consignee"].bills.surrender(waiting, release_to=stage.numbers["consignee"])
    return {"document": bill_document(), "surrendered": stage.surrendered()}


def terminal(stage: Stage) -> dict[str, Any]:
    order_id = stage.ordered(containerNumbers=["TEMU5678336", "MSCU6639870"])
    document = appointment_document(order_id, container=1, containerNumber="MSCU6639870")
    stage.clients["consignee"].appointments.request(document)
    return {"order_id": order_id, "gate_wallet": LocalSigner.from_key(secrets.token_bytes(32))}


def customs(stage: Stage) -> dict[str, Any]:
    office, collector = stage.clients["customs"], stage.clients["consignee"]
    orders = {name: stage.ordered() for name in ("order_id", "scheduled", "cleared")}
    for order_id in (orders["scheduled"], orders["cleared"]):
        office.releases.hold(order_id, authority="CUSTOMS", containers=[0])
    document = inspection_document(orders["scheduled"])
    inspection_id = office.inspections.instruct(document).record_id
    agent, number = stage.clients["terminal"], stage.numbers["terminal"]
    collector.inspections.commission(inspection_id, agent=number, attendance="UNACCOMPANIED")
    agent.inspections.accept(inspection_id)
    agent.inspections.schedule(inspection_id, scheduled_at="2036-01-01T08:00:00Z")
    return orders | {"scheduled": inspection_id}


def bank(stage: Stage) -> dict[str, Any]:
    document, member = bill_document(), stage.numbers["bank"]
    made = stage.clients["carrier"].bills.issue(document, holder=member)
    return {
        "document": document,
        "salt": made.salt,
        "endorsed": made.record_id,
        "pledged": stage.issued("consignee"),
        "trader": stage.clients["consignee"],
        "trader_wallet": stage.wallets["consignee_wallet"],
    }


def consignee(stage: Stage) -> dict[str, Any]:
    return {"bill_id": stage.issued("consignee"), "order_id": stage.ordered()}


def tax_office(stage: Stage) -> dict[str, Any]:
    exporter, office = stage.clients["shipper"], stage.numbers["tax_authority"]
    waiting = exporter.certificates.apply(certificate_document(), tax_authority=office)
    claim = {
        "exporterUSCC": "91310115MA180527X7",
        "period": "202611",
        "batch": "001",
        "declarationItems": ["222520260000067890001"],
        "certificates": [waiting.record_id],
        "refundAmount": "1123400.00",
        "currency": "CNY",
    }
    return {"claim_id": exporter.claims.file(claim, tax_authority=office).record_id}


def operator(stage: Stage) -> dict[str, Any]:
    newcomer = LocalSigner.from_key(secrets.token_bytes(32))
    return {"identity": "0x" + secrets.token_hex(32), "newcomer": newcomer}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "carrier": carrier,
    "terminal": terminal,
    "customs": customs,
    "bank": bank,
    "consignee": consignee,
    "tax-office": tax_office,
    "operator": operator,
}


def follow(page: Path, ledger: Founded) -> None:
    """Runs a page's Python from its first line to its last, as one program; an error names the page's line."""
    with ExitStack() as stack:
        stage = Stage(ledger, stack)
        gateway = stage.clients[ACTOR.get(page.stem, page.stem)]
        names = {**stage.numbers, **stage.wallets, "gateway": gateway, **SCENES[page.stem](stage)}
        for block in blocks(page.read_text("utf-8")):
            if block.language == "python":
                exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), names)  # noqa: S102 - the page's


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
async def test_the_python_of_a_page_does_what_it_says(page: Path, ledger: Founded) -> None:
    await asyncio.to_thread(follow, page, ledger)


def test_every_actor_has_a_page() -> None:
    assert {page.stem for page in PAGES} == set(SCENES)


def typed(page: Path) -> Iterator[tuple[int, list[str]]]:
    """The `quay` commands of a page, as words."""
    for block in blocks(page.read_text("utf-8")):
        for command in commands(block) if block.language == "console" else ():
            words = shlex.split(command.words, comments=True)
            if words[:1] == ["quay"]:
                yield command.line, words[1:]


def unknown(words: list[str]) -> str | None:
    """What of a command line `quay` does not know."""
    command: Any = typer.main.get_command(app)
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            return words[0]
        command, words = command.commands[words[0]], words[1:]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return next((w for w in words if w.startswith("--") and w.split("=")[0] not in known), None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_and_errors_of_a_page_exist(page: Path) -> None:
    assert [(line, word) for line, words in typed(page) if (word := unknown(words))] == []
    named = re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)
    assert named
    assert [name for name in named if name not in CATALOGUE] == []
