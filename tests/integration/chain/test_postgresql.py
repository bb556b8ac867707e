"""What only a database server can do to us: be away, be killed, be shared."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from chain.errors import DatabaseInUseError, DatabaseUnavailableError
from chain.ledger import ActionStatus, Ledger
from chain.rebuild import rebuild
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from chain.visibility import RecordKind
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for, submit
from tests.integration.chain.test_projection import contents
from tests.integration.chain.waiting import until_quiet, until_told
from tests.support.storage import PostgresqlServer
from wallets.typed_action import TypedAction

pytestmark = pytest.mark.parametrize("storage", ["postgresql"], indirect=True)


@pytest_asyncio.fixture
async def fresh(port: Port, tmp_path: Path) -> Port:
    """The chain as it is, with a database of the test's own."""
    url = str(port.settings.rpc_url)
    return Port(port.deployment, settings_for(tmp_path, url, port.deployment.chain_id))


@pytest_asyncio.fixture
async def theirs(fresh: Port) -> AsyncIterator[Ledger]:
    opened = await Ledger.open(fresh.settings, fresh.deployment)
    yield opened
    await opened.close()


async def test_a_killed_server_loses_nothing_and_doubles_nothing(
    theirs: Ledger, fresh: Port, rpc: JsonRpc, postgresql: PostgresqlServer
) -> None:
    accepted: list[str] = []
    refused = 0  # By the server: nobody else says no here.
    enough = asyncio.Event()

    async def client() -> None:
        nonlocal refused
        while not enough.is_set():
            issued = fresh.issue_bill(new_id())
            try:
                record = await theirs.submit(issued.action, issued.signatures)
            except (DatabaseUnavailableError, DBAPIError):
                refused += 1
                await asyncio.sleep(0.05)
            else:
                accepted.append(record.record_id)

    clients = [asyncio.create_task(client()) for _ in range(4)]
    for round_ in range(1, 4):
        async with asyncio.timeout(WAIT_SECONDS):
            while len(accepted) < 15 * round_:  # noqa: ASYNC110 - nothing to wait on
                await asyncio.sleep(0.01)
        postgresql.kill()
        await asyncio.sleep(0.1)
        postgresql.start()
    async with asyncio.timeout(WAIT_SECONDS):
        before = len(accepted)
        while len(accepted) < before + 5:  # noqa: ASYNC110 - nothing to wait on
            await asyncio.sleep(0.01)
    enough.set()
    await asyncio.gather(*clients)
    assert refused

    await until_quiet(theirs, rpc)
    for bill_id in accepted:
        history = await theirs.read.history(RecordKind.BILL, bill_id)
        assert [entry.version for entry in history] == [1]
    live = await contents(fresh.settings)
    await theirs.close()
    await rebuild(fresh.settings, rpc, fresh.deployment)
    assert await contents(fresh.settings) == live


def _namesake(port: Port, tmp_path: Path) -> ChainSettings:
    """Another directory with the same relayer.key: both would use the same nonces."""
    elsewhere = port.settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    elsewhere.data_dir.mkdir(exist_ok=True)
    shutil.copy(port.settings.relayer_key_path, elsewhere.relayer_key_path)
    return elsewhere


async def test_a_second_gateway_of_the_same_key_is_kept_from_the_database(
    theirs: Ledger, fresh: Port, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chain.store.stores._LOCK_TRIES", 2)
    elsewhere = _namesake(fresh, tmp_path)
    with pytest.raises(DatabaseInUseError, match=r"with this one's relayer\.key"):
        await Ledger.open(elsewhere, fresh.deployment)
    await theirs.close()
    again = await Ledger.open(elsewhere, fresh.deployment)
    await again.close()


async def test_nothing_is_rebuilt_while_a_gateway_runs(
    theirs: Ledger,
    fresh: Port,
    rpc: JsonRpc,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chain.store.stores._LOCK_TRIES", 2)
    elsewhere = fresh.settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    with pytest.raises(DatabaseInUseError, match="to be stopped before"):
        await rebuild(elsewhere, rpc, fresh.deployment)


async def test_the_lock_is_taken_again_from_a_server_that_was_restarted(
    theirs: Ledger,
    fresh: Port,
    tmp_path: Path,
    postgresql: PostgresqlServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    postgresql.kill()
    postgresql.start()
    assert (await submit(theirs, fresh.issue_bill(new_id()))).status is ActionStatus.FINAL
    monkeypatch.setattr("chain.store.stores._LOCK_TRIES", 1)
    with pytest.raises(DatabaseInUseError):
        await Ledger.open(_namesake(fresh, tmp_path), fresh.deployment)


async def test_a_gateway_that_lost_the_database_to_another_sends_nothing(
    theirs: Ledger, fresh: Port, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chain.store.stores._LOCK_TRIES", 1)
    ours = await theirs.submit(*_signed(fresh))
    await theirs.wait(ours.action_id, WAIT_SECONDS)
    # As when the network parts it from the server, which gives the lock to whoever comes next.
    lock = theirs._parts.database
    await lock.release()
    other = await Ledger.open(_namesake(fresh, tmp_path), fresh.deployment)
    with capture_logs() as told:
        lock.on_lost()
        await until_told(told, "relayer.failed")
    await other.close()
    record = await theirs.submit(*_signed(fresh))
    assert (await theirs.wait(record.action_id, WAIT_SECONDS)).status is ActionStatus.FINAL


async def test_a_server_that_is_away_is_told_in_one_line(
    fresh: Port, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    nowhere = "postgresql://quay:secret@127.0.0.1:9/ledger"
    settings = type(fresh.settings)(
        data_dir=tmp_path, rpc_url=fresh.settings.rpc_url, database_url=nowhere
    )
    with pytest.raises(DatabaseUnavailableError, match=r"ledger at 127\.0\.0\.1 is not to be had"):
        await Ledger.open(settings, fresh.deployment)

    fresh.deployment.save(settings.deployment_path)
    environment = os.environ | {
        "QUAY_CHAIN_DATA_DIR": str(tmp_path),
        "QUAY_CHAIN_RPC_URL": str(settings.rpc_url),
        "QUAY_CHAIN_DATABASE_URL": nowhere,
    }
    for command in (["-m", "api"], ["-m", "chain", "rebuild"]):
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, cwd=Path(__file__).parents[3]
        )
        assert await process.wait() == 1
        said = capfd.readouterr().err
        assert said.count("\n") == 1
        assert "ledger at 127.0.0.1 is not to be had" in said
        assert "secret" not in said


def _signed(port: Port) -> tuple[TypedAction, bytes]:
    issued = port.issue_bill(new_id())
    return issued.action, issued.signatures
