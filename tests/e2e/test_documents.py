"""A carrier's document follows its bill to a bank, by the command line, through a gateway that cannot read it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.client import QuayClient, Refused, Trust, UntrustedKey
from api.client.messages import Request
from scripts.quay.main import app
from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from tests.e2e.secrets_search import files_under, found_in
from tests.integration.api.documents import bill_document
from tests.support.object_store import ObjectStore
from wallets import encryption_key, keystore
from wallets.contents import content_of
from wallets.sealing import file_id
from wallets.signer import LocalSigner

PASSWORD = "for a test"
FILES, KILL_AT = 24, (4, 10, 16)
"""How many files are kept, and after how many of them the gateway is killed."""
MEMBERS = {"governor": "GOVERNOR", "carrier": "CARRIER", "bank": "BANK", "stranger": "INSURER"}
NUMBER = {name: number for number, name in enumerate(MEMBERS, start=1)}


class Desks:
    """The members' desks: wallets and encryption keys in files, and the command line."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        self.supervisor: Supervisor | None = None
        self.address: dict[str, str] = {}

    @property
    def running(self) -> Supervisor:
        """The ledger's processes."""
        assert self.supervisor is not None
        return self.supervisor

    def signer(self, name: str) -> LocalSigner:
        """A desk's wallet, made the first time."""
        if name not in self.address:
            self.address[name] = keystore.create(self.home, name, PASSWORD, light=True).address
            encryption_key.create(self.home, name, PASSWORD, light=True)
        return keystore.open_(self.home, PASSWORD, name)

    async def run(self, name: str, *arguments: object) -> tuple[int, Any]:
        """`quay document …` at a desk: its exit status, and the JSON it prints or what went wrong."""
        given = [str(argument) for argument in arguments]
        where = ["--wallet", str(self.home / f"{name}.json"), "--url", self.url, "--json"]
        environment = {"QUAY_WALLET_PASSWORD": PASSWORD}
        done = await asyncio.to_thread(
            CliRunner().invoke, app, ["document", *given, *where], env=environment
        )
        return done.exit_code, json.loads(done.stdout) if done.exit_code == 0 else done.exception

    @asynccontextmanager
    async def client(self, name: str) -> AsyncIterator[QuayClient]:
        """A desk's own program."""
        async with QuayClient(self.url, self.signer(name)) as quay:
            yield quay


@pytest.fixture(scope="module")
async def desks(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desks]:
    """A ledger of real processes, with its members, whose gateway keeps files in each kind of storage."""
    environment, home = {}, tmp_path_factory.mktemp("desks")
    if request.param == "s3":
        store: ObjectStore = request.getfixturevalue("object_store")
        bucket = store.bucket()
        environment = {f"QUAY_API_{name.upper()}": value for name, value in bucket.items()}
    made = Desks(home / "desks", "")
    founder = Founder("Governor", "0x" + "11" * 32, made.signer("governor").address)
    plan = Plan(home / "ledger", port=0, node_port=0, environment=environment)
    async with Supervisor(plan) as ledger:
        await ledger.start(Genesis((founder,), 1))
        made.url = ledger.url
        async with made.client("governor") as quay:
            for name, role in list(MEMBERS.items())[1:]:
                wallet = made.signer(name).address
                identity = "0x" + f"{NUMBER[name]:02x}" * 32
                await quay.act(
                    "AdmitMember", identity=identity, name=name, roles=[role], wallet=wallet
                )
        made.supervisor = ledger
        yield made


@pytest.mark.parametrize("desks", ["folder", "s3"], indirect=True)
async def test_a_document_follows_its_bill(desks: Desks, tmp_path: Path) -> None:
    for name in ("carrier", "bank"):
        status, told = await desks.run(name, "publish-key")
        assert status == 0, told
    document = tmp_path / "bill.json"
    document.write_text(json.dumps(bill_document(), indent=2), "utf-8")
    done = await asyncio.to_thread(
        CliRunner().invoke, app, ["document", "commit", str(document), "--json"]
    )
    bill_id = json.loads(done.stdout)["id"]
    salt = bytes.fromhex((tmp_path / "bill.json.salt").read_text("utf-8").strip()[2:])
    content = content_of("bill.json", document.read_bytes(), salt)
    carrier, bank = NUMBER["carrier"], NUMBER["bank"]
    trusting = ("--trust-wallet", desks.address["bank"])
    async with desks.client("carrier") as quay:
        unseen = await quay.prepare_unseen_bill(content, holder=carrier, kind="TO_ORDER")
        assert unseen.record_id == bill_id
        await quay.carry_out(unseen.prepared, **unseen.intent)

        status, kept = await desks.run("carrier", "put", document, "--bill", bill_id)
        assert status == 0, kept
        status, refused = await desks.run("carrier", "share", "--bill", bill_id, "--for", bank)
        assert (status, "nobody whom you trust" in str(refused)) == (1, True)
        status, shared = await desks.run(
            "carrier", "share", "--bill", bill_id, "--for", bank, *trusting
        )
        assert (status, shared) == (0, [kept["file_id"]])
        await quay.act("TransferPossession", billId=bill_id, holder=bank)

    async with desks.client("stranger") as quay:
        for path in (f"/v1/bills/{bill_id}/files", f"/v1/files/{kept['file_id']}/sealed"):
            with pytest.raises(Refused) as seen:
                await quay.get(path)
            assert seen.value.status == 404
    papers = tmp_path / "papers"
    status, missing = await desks.run("stranger", "get", "--bill", bill_id, "--out", papers)
    assert (status, "No such bill" in str(missing), papers.exists()) == (1, True, False)

    status, got = await desks.run("bank", "get", "--bill", bill_id, "--out", papers)
    assert (status, got["original"], got["content"]) == (0, True, bill_id), got
    assert (papers / "bill.json").read_bytes() == document.read_bytes()
    assert (papers / "bill.json.salt").read_text("utf-8") == f"0x{salt.hex()}\n"
    again, stays = await desks.run("bank", "get", "--bill", bill_id, "--out", papers)
    assert (again, "there already" in str(stays)) == (1, True)

    shown = tmp_path / "box.json"
    field = "/utilizedTransportEquipments/0/equipment/equipmentReference"
    prove = ["document", "prove", str(papers / "bill.json"), "--field", field, "--out", str(shown)]
    assert (await asyncio.to_thread(CliRunner().invoke, app, prove)).exit_code == 0
    verify = ["document", "verify-field", str(shown), "--url", desks.url, "--id", bill_id, "--json"]
    done = await asyncio.to_thread(CliRunner().invoke, app, verify)
    told = json.loads(done.stdout)
    assert (done.exit_code, told["answer"], told["issued_by"]) == (0, "valid", "carrier")

    places = list(files_under(desks.running.plan.data_dir))
    number = json.loads(content.data)["transportDocumentReference"].encode()
    assert not [name for name, found in places if number in found or b"bill.json" in found]
    assert found_in({"the salt": salt}, places) == []
    assert [name for name, found in places if bill_id.encode() in found]


@pytest.mark.parametrize("desks", ["folder"], indirect=True)
async def test_a_bill_is_issued_and_handed_on_in_one_command_each(
    desks: Desks, tmp_path: Path
) -> None:
    for name in ("carrier", "bank"):
        status, told = await desks.run(name, "publish-key")
        assert status == 0, told
    document = tmp_path / "bill.json"
    document.write_text(json.dumps(bill_document()), "utf-8")
    carrier, bank = NUMBER["carrier"], NUMBER["bank"]
    issue = ("issue", document, "--holder", carrier, "--for", bank, "--yes")
    status, refused = await desks.run("carrier", *issue)
    assert (status, "nobody whom you trust" in str(refused)) == (1, True)
    async with desks.client("carrier") as quay:
        before = {bill["bill_id"] for bill in await quay.everything("/v1/bills")}
        status, issued = await desks.run("carrier", *issue, "--trust-gateway")
        assert (status, issued["kind"]) == (0, "TO_ORDER"), issued
        status, again = await desks.run("carrier", *issue, "--trust-gateway")
        assert (status, again["bill_id"]) == (0, issued["bill_id"]), again
        bills = await quay.everything("/v1/bills")
        (bill,) = [bill for bill in bills if bill["bill_id"] not in before]
        assert (bill["bill_id"], bill["title_holder"]) == (issued["bill_id"], carrier)

        ring = encryption_key.find(desks.home, "carrier")
        trust = Trust.of(desks.address["bank"])
        keys = {ring.newest.public: ring.newest.open(PASSWORD)}
        await quay.hand_on(bill["bill_id"], bank, keys.get, trust)
    status, got = await desks.run(
        "bank", "get", "--bill", bill["bill_id"], "--out", tmp_path / "got"
    )
    assert (status, got["original"]) == (0, True), got


@pytest.mark.parametrize("desks", ["folder"], indirect=True)
async def test_a_key_counts_if_a_trusted_node_or_person_says_whose_it_is(desks: Desks) -> None:
    bank, node = NUMBER["bank"], desks.running.rpc_url
    status, told = await desks.run("bank", "publish-key")
    assert status == 0, told
    async with desks.client("carrier") as quay:
        proved = quay.files.proved_key
        for trust in (
            Trust(node=node),
            Trust.of(desks.address["bank"].upper().replace("0X", "0x")),
            Trust(gateway=True),
        ):
            assert "0x" + (await proved(bank, trust)).hex() == told["public_key"]
        for member, trust in (
            (bank, Trust()),
            (bank, Trust.of(desks.address["carrier"])),
            (NUMBER["stranger"], Trust(node=node, gateway=True)),
        ):
            with pytest.raises(UntrustedKey):
                await proved(member, trust)


@pytest.mark.parametrize("desks", ["folder"], indirect=True)
async def test_a_killed_gateway_has_every_file_that_it_took(desks: Desks) -> None:
    status, told = await desks.run("carrier", "publish-key")
    assert status == 0, told
    text = json.dumps(bill_document()).encode() + b" " * 200_000
    content, gate = content_of("bill.json", text), asyncio.Semaphore(4)
    ring = encryption_key.find(desks.home, "carrier")
    keys = {ring.newest.public: ring.newest.open(PASSWORD)}
    async with desks.client("carrier") as quay:
        carrier = NUMBER["carrier"]
        unseen = await quay.prepare_unseen_bill(content, holder=carrier, kind="TO_ORDER")
        await quay.carry_out(unseen.prepared, **unseen.intent)
        bill_id = unseen.record_id

        async def keep() -> str:
            async with gate:
                return (await quay.keep_file(content, bill_id, mine=ring.newest.public)).file_id

        keeping = [asyncio.create_task(keep()) for _ in range(FILES)]
        kept = set()
        for done in asyncio.as_completed(keeping):
            kept.add(await done)
            if len(kept) in KILL_AT:
                await desks.running.kill_gateway()
                await desks.running.start_gateway()

        listed = await quay.files.list(bill_id)
        assert {info.file_id for info in listed} == kept
        assert len(kept) == FILES
        for info in listed:
            sealed = await quay.run(
                quay.flows.call(Request("GET", f"/v1/files/{info.file_id}/sealed"))
            )
            assert file_id(sealed) == info.file_id
        assert (await quay.open_file(bill_id, keys.get)).content == content
