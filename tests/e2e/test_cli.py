"""The command `quay` as people meet it: help, errors in one line, ports, Ctrl-C, what it leaves."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from chain.node import free_port
from tests.e2e.commands import (
    SECONDS,
    Running,
    alive,
    children_of,
    quay,
    running,
    wait_until_gone,
)
from wallets import keystore

ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


@pytest.mark.parametrize(
    "arguments",
    [(), ("--help",), ("up", "--help"), ("demo", "--help"), ("status", "--help")],
)
def test_help_teaches(arguments: tuple[str, ...]) -> None:
    done = quay(*arguments)
    assert done.returncode == 0
    assert "quay demo" in done.stdout or "Examples" in done.stdout


@pytest.mark.parametrize("command", ["up", "demo", "status", "rebuild"])
def test_every_command_shows_examples(command: str) -> None:
    assert f"quay {command}" in quay(command, "--help").stdout.partition("Examples")[2]


@pytest.mark.parametrize(
    "command",
    ["check", "commit", "issue", "publish-key", "put", "get", "share", "prove", "verify-field"],
)
def test_every_command_on_documents_shows_examples(command: str) -> None:
    told = quay("document", command, "--help").stdout.partition("Examples")[2]
    assert f"quay document {command}" in told


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"quay \d+\.\d+\.\d+\S*\n", quay("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("sail",), 2, "No such command 'sail'"),
        (("up", "--port", "70000"), 2, "65535"),
        (("up", "--governor", "0x12"), 1, "is no address"),
        (("up", "--governor", ADDRESS, "--governor", ADDRESS.lower()), 1, "twice"),
        (("up", "--governor", ADDRESS, "--threshold", "2"), 1, "--threshold must be 1 to 1"),
        (("up", "--rpc-url", "http://127.0.0.1:1"), 1, "node"),
        (("demo", "--only", "no-such-voyage"), 1, "no consignment 'no-such-voyage'"),
        (("demo", "--data", "/no/such/file"), 1, "cannot read /no/such/file"),
        (("demo", "--data", __file__), 1, "is no story"),
        (("status", "http://127.0.0.1:1"), 1, "cannot be reached"),
        (("status", "--wallet", "/no/such/wallet"), 1, "there is no wallet"),
        (("rebuild",), 1, "has no deployment"),
    ],
)
def test_an_error_is_one_line_and_a_status(
    tmp_path: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    where = ("--data-dir", str(tmp_path / "ledger")) if arguments[0] in {"up", "rebuild"} else ()

    done = quay(*arguments, *where)

    assert done.returncode == status
    assert told in done.stderr
    assert done.stderr.splitlines()[-1].startswith("quay: ")
    assert "Traceback" not in done.stderr + done.stdout


def test_a_demo_wants_a_fresh_directory(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    assert "is not empty" in quay("demo", "--data-dir", str(tmp_path)).stderr


def test_the_demo_tells_a_selection_and_writes_every_step(tmp_path: Path) -> None:
    report = tmp_path / "demo.json"

    done = quay(
        *("demo", "--only", "import-02-wine", "--json", "--port", "0"),
        *("--data-dir", str(tmp_path / "demo"), "--report", str(report)),
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(report.read_text("utf-8"))
    assert json.loads(done.stdout) == told
    assert told["ok"] is True
    for step in told["steps"]:
        wanted = {"actor", "action", "record", "result", "error", "gas", "seconds", "wallet"}
        assert wanted <= step.keys()
    held = [s for s in told["steps"] if s["result"] == "refused"]
    assert held[0]["error"]["name"] == "ReleaseOrderHeld"
    assert "CUSTOMS" in held[0]["error"]["reason"].upper()


def test_the_demo_says_by_its_status_that_the_story_went_wrong(tmp_path: Path) -> None:
    """A story whose bill is for a straight consignee, but told as one to order, cannot end well."""
    story = json.loads(Path("scripts/demos/story_data.json").read_text("utf-8"))
    story["consignments"] = [c for c in story["consignments"] if c["key"] == "import-02-wine"]
    story["consignments"][0]["document"]["transports"]["portOfLoading"]["UNLocationCode"] = "XXXXX"
    data = tmp_path / "story.json"
    data.write_text(json.dumps(story), "utf-8")

    done = quay(
        *("demo", "--data", str(data), "--port", "0", "--data-dir", str(tmp_path / "demo")),
        *("--report", str(tmp_path / "demo.json")),
    )

    assert done.returncode == 1
    assert "THE STORY WENT WRONG" in done.stdout
    assert "portOfLoading" in done.stdout


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Running]:
    """`quay up` on a fresh ledger, both wished ports in use."""
    with (
        socket.create_server(("127.0.0.1", 0)) as gateway,
        socket.create_server(("127.0.0.1", 0)) as node,
        running(
            tmp_path / "up.log",
            *("up", "--data-dir", str(tmp_path / "ledger")),
            *("--port", str(gateway.getsockname()[1])),
            *("--node-port", str(node.getsockname()[1])),
        ) as command,
    ):
        command.says("ready")
        yield command


def url_of(command: Running) -> str:
    found = re.search(r"gateway (http://\S+)", command.says("ready"))
    assert found is not None
    return found[1]


def test_used_ports_are_told_and_replaced_and_ctrl_c_leaves_no_process(
    up: Running, tmp_path: Path
) -> None:
    assert up.output.count("is in use: the") == 2
    assert "development governor" in up.output
    children = children_of(up.process.pid)
    assert len(children) >= 2

    status = quay("status", url_of(up), "--json")
    assert status.returncode == 0, status.stderr
    assert json.loads(status.stdout)["members"] == 1

    assert up.interrupt() == 0
    wait_until_gone(children)
    assert "Traceback" not in up.output
    assert quay("status", url_of(up)).returncode == 1
    _assert_the_ledger_goes_on(tmp_path)


def _assert_the_ledger_goes_on(tmp_path: Path) -> None:
    """The second run finds the first one's ledger; its governor signs in with the wallet made then."""
    directory = tmp_path / "ledger"
    folder = directory / "wallets"
    password = (folder / "password.txt").read_text("ascii").strip()
    wallet = folder / "development-governor.json"
    assert keystore.open_(wallet, password).address in (directory / "genesis.json").read_text()
    with running(
        tmp_path / "again.log",
        *("up", "--data-dir", str(directory), "--port", "0", "--node-port", "0"),
    ) as again:
        done = quay(
            *("status", url_of(again), "--wallet", str(wallet), "--json"),
            QUAY_WALLET_PASSWORD=password,
        )
        assert json.loads(done.stdout)["member"] == 1
        log = tmp_path / "audit.json"
        exported = quay(
            *("audit", "export", "-o", str(log), "--wallet", str(wallet), "--url", url_of(again)),
            QUAY_WALLET_PASSWORD=password,
        )
        assert exported.returncode == 0, exported.stderr
        assert again.interrupt() == 0
    _assert_the_log_is_checked_offline(log)


def _assert_the_log_is_checked_offline(log: Path) -> None:
    """Nothing is anchored on the first day; an entry that was altered is found."""
    young = quay("audit", "verify", str(log))
    assert (young.returncode, "nothing is anchored" in young.stdout) == (2, True)
    log.write_text(log.read_text("utf-8").replace("session.begun", "session.ended", 1), "utf-8")
    forged = quay("audit", "verify", str(log))
    assert (forged.returncode, "entry 1 is not the one" in forged.stdout) == (1, True)


def test_a_second_ledger_keeps_off_the_first_one_s_directory(tmp_path: Path) -> None:
    ports = ("--port", "0", "--node-port", "0")
    with running(tmp_path / "first.log", "up", *ports, cwd=tmp_path) as first:
        first.says("ready")
        pid = first.process.pid
        with running(tmp_path / "second.log", "up", *ports, cwd=tmp_path) as second:
            second.says(f".quay is in use by process {pid}: this is another ledger")
            second.says("ready")
            assert second.interrupt() == 0
        assert (tmp_path / ".quay-2" / "deployment.json").exists()

        named = ("--data-dir", str(tmp_path / ".quay"))
        for command in (("up", *ports, *named), ("rebuild", *named)):
            done = quay(*command)
            assert done.returncode == 1
            assert f"in use by process {pid}" in done.stderr
        assert first.interrupt() == 0
    assert quay("rebuild", "--data-dir", str(tmp_path / ".quay")).returncode == 0


@pytest.mark.parametrize("which", ["api", "anvil"])
def test_a_part_that_dies_is_named_and_the_rest_is_stopped(up: Running, which: str) -> None:
    children = children_of(up.process.pid)
    victim = next(pid for pid in children if which in _command_line(pid))

    os.kill(victim, signal.SIGKILL)

    assert up.process.wait(SECONDS) == 1
    assert ("the gateway was killed" if which == "api" else "the node ended") in up.output
    wait_until_gone(children)


def test_a_killed_supervisor_leaves_no_process(up: Running) -> None:
    children = children_of(up.process.pid)
    assert all(alive(pid) for pid in children)
    up.process.kill()
    up.process.wait(SECONDS)
    wait_until_gone(children)


def test_sigterm_ends_it_as_well(up: Running) -> None:
    children = children_of(up.process.pid)
    up.process.terminate()
    assert up.process.wait(SECONDS) == 0
    wait_until_gone(children)


def test_a_kept_demo_stays_until_ctrl_c(tmp_path: Path) -> None:
    with running(
        tmp_path / "demo.log",
        *("demo", "--keep", "--only", "import-07-coffee", "--port", str(free_port())),
        *("--data-dir", str(tmp_path / "demo"), "--report", str(tmp_path / "demo.json")),
    ) as demo:
        line = demo.says("the gateway stays at")
        url = line.split()[4]
        children = children_of(demo.process.pid)
        wallets = tmp_path / "demo" / "wallets"
        password = (wallets / "password.txt").read_text("ascii").strip()
        done = quay(
            *("status", url, "--wallet", str(wallets / "carrier_meridian.json"), "--json"),
            QUAY_WALLET_PASSWORD=password,
        )
        assert json.loads(done.stdout)["bills"] == {"SURRENDERED_FOR_DELIVERY": 1}
        assert demo.interrupt() == 0
        wait_until_gone(children)


def test_ctrl_c_in_the_middle_of_the_story_leaves_no_process(tmp_path: Path) -> None:
    with running(
        tmp_path / "demo.log",
        *("demo", "--port", "0", "--data-dir", str(tmp_path / "demo")),
        *("--report", str(tmp_path / "demo.json")),
    ) as demo:
        demo.says("issues a bill to order")
        children = children_of(demo.process.pid)
        assert demo.interrupt() == 130
        wait_until_gone(children)
        assert "Traceback" not in demo.output


def _command_line(pid: int) -> str:
    arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return " ".join([Path(arguments[0].decode()).name, *(a.decode() for a in arguments[1:3])])
