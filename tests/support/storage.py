"""Where the stores of a test's data directories are: SQLite's files, or databases of a real PostgreSQL server.

The server is Debian's, started here on loopback and ended with the run; a data directory has a database of its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import MetaData, select

from chain.node import dies_with_parent, free_port
from chain.settings import ChainSettings
from chain.store.engine import open_engine
from chain.store.place import Store

SERVER = "QUAY_TEST_POSTGRESQL"
"""The server's address while tests run on it, for the processes that they start, too."""

_START_SECONDS = 60.0
_FOLDERS = "/usr/lib/postgresql/*/bin"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # Processes are killed here and the machine is not: what the kernel has is kept.
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


class PostgresqlServer:
    """A server of the run's own; `kill` and `start` again as a fault would have it."""

    def __init__(self) -> None:
        self.port = free_port()
        self.home = Path(tempfile.mkdtemp(prefix="quay-postgresql-"))
        # It will not run as root.
        self._user = "postgres" if os.getuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.home, self._user)
        self._process: subprocess.Popen[bytes] | None = None
        self._run(
            "initdb", "-D", str(self._data), "-U", "quay", "-A", "trust", "-E", "UTF8", "--no-sync"
        )

    @property
    def address(self) -> str:
        """Its address, without a database."""
        return f"postgresql://quay@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it and waits until it takes connections."""
        options = [f"-c{name}={value}" for name, value in (_SETTINGS | {"port": self.port}).items()]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [_program("postgres"), "-D", str(self._data), *options],
                stdout=log,
                stderr=log,
                user=self._user,
                cwd=self.home,
                preexec_fn=dies_with_parent(signal.SIGQUIT),  # noqa: PLW1509 - as every child of ours
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise AssertionError((self.home / "log").read_text("utf-8"))
            time.sleep(0.05)

    def kill(self) -> None:
        """As a fault would: every connection breaks, and no memory is written."""
        self._end(signal.SIGQUIT)

    def stop(self) -> None:
        """Ends it and deletes what it has."""
        self._end(signal.SIGINT)
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.home / "data"

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=_START_SECONDS)
            self._process = None

    def _answers(self) -> bool:
        asked = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [_program(program), *arguments],
            check=True,
            capture_output=True,
            user=self._user,
            cwd=self.home,
        )


def address_for(data_dir: Path) -> str | None:
    """The address of the directory's own database, which is made the first time; None for SQLite's files."""
    server = os.environ.get(SERVER)
    return None if server is None else _database(server, str(data_dir.resolve()))


def settings_of(data_dir: Path, **settings: Any) -> ChainSettings:
    """The settings of a ledger in this directory, or in the database that stands for it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    address = address_for(data_dir)
    return ChainSettings(
        data_dir=data_dir,
        database_url=None if address is None else SecretStr(address),
        **settings,
    )


def database_environment(data_dir: Path) -> dict[str, str]:
    """What a process has to be told so that it works on the directory's own database."""
    address = address_for(data_dir)
    return {} if address is None else {"QUAY_CHAIN_DATABASE_URL": address}


async def rows_of(settings: ChainSettings, store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of a store, in the order of its columns."""
    engine = open_engine(settings.place(store), durable=True)
    found = MetaData()
    async with engine.connect() as connection:
        await connection.run_sync(found.reflect)
        rows = {
            name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
            for name, table in found.tables.items()
        }
    await engine.dispose()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


async def lose_read_model(settings: ChainSettings) -> None:
    """Deletes the read model, as somebody might who has read that it is a cache."""
    place = settings.place(Store.READ_MODEL)
    if place.path is not None:
        for suffix in ("", "-wal", "-shm"):
            place.path.with_name(place.path.name + suffix).unlink(missing_ok=True)
        return
    engine = open_engine(place, durable=True)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f'DROP SCHEMA "{place.schema}" CASCADE')
    await engine.dispose()


@cache
def _database(server: str, data_dir: str) -> str:
    name = "q" + hashlib.sha256(data_dir.encode()).hexdigest()[:16]
    made = subprocess.run(
        [_program("psql"), f"{server}/postgres", "-qc", f'CREATE DATABASE "{name}"'],
        check=False,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0 or "already exists" in made.stderr, made.stderr
    return f"{server}/{name}"


def _program(name: str) -> str:
    folders = os.pathsep.join(
        [os.environ.get("PATH", ""), *(str(p) for p in sorted(Path("/").glob(_FOLDERS[1:])))]
    )
    found = shutil.which(name, path=folders)
    if found is not None:
        return found
    reason = f"PostgreSQL's {name} is not here: install Debian's package postgresql"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL for the whole run."""
    server = PostgresqlServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each kind of database in turn, for the settings that `address_for` is asked for."""
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        os.environ[SERVER] = server.address
    yield request.param
    os.environ.pop(SERVER, None)
