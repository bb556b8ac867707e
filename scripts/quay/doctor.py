"""`quay doctor`: what is wrong with a deployment, and what to do about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from api.client import ClientError, Refused, RetryPolicy, SyncQuayClient
from scripts.quay.console import CommandError, print_json, table

_IMPATIENT = RetryPolicy(give_up_after=0.5)
_SECONDS = 120


def run(data_dir: Path, rpc_url: str | None, url: str | None, *, as_json: bool) -> int:
    """Prints the findings; returns 0 if all is well, 1 if something is to be mended.

    Raises:
        CommandError: the examination itself failed.
    """
    findings = _examined(data_dir, rpc_url)
    if url is not None:
        findings.append(_gateway(url))
    if as_json:
        print_json(findings)
    else:
        rows = [("ok" if f["ok"] else "MEND", f["check"], f["told"], f["remedy"]) for f in findings]
        table(f"The deployment in {data_dir}", ["", "check", "found", "what to do"], rows)
    return 0 if all(finding["ok"] for finding in findings) else 1


def _examined(data_dir: Path, rpc_url: str | None) -> list[dict[str, Any]]:
    """By a process of its own: this one speaks to a gateway, and to nothing behind it."""
    environment = {**os.environ, "QUAY_CHAIN_DATA_DIR": str(data_dir)}
    if rpc_url is not None:
        environment["QUAY_CHAIN_RPC_URL"] = rpc_url
    done = subprocess.run(
        [sys.executable, "-m", "api.doctor"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise CommandError(f"the examination failed: {done.stderr.strip().splitlines()[-1]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _gateway(url: str) -> dict[str, Any]:
    finding: dict[str, Any] = {"check": "gateway", "ok": False, "told": "", "remedy": ""}
    try:
        with SyncQuayClient(url, None, retry=_IMPATIENT, timeout=10) as client:
            ready = client.service.ready()
    except Refused as refusal:
        remedy = "wait until its index has caught up, or see its log"
        return finding | {"told": str(refusal), "remedy": remedy}
    except ClientError as error:
        return finding | {"told": str(error), "remedy": "start it, or name another with --url"}
    return finding | {"ok": True, "told": f"{url} is ready, {ready.lag} blocks behind"}
