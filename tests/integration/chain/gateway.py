"""A gateway's process for the tests that kill it: submits bills until it ends, and tells each it accepted."""

import asyncio
import os
import sys
from pathlib import Path

from pydantic import SecretStr

from chain.deploy import Deployment
from chain.ledger import Ledger
from tests.integration.chain.port import Port, new_id, settings_for


async def main(directory: Path, url: str) -> None:
    """Prints a bill's id once its issue is accepted, and goes on at once."""
    deployment = Deployment.load(directory / "deployment.json")
    assert deployment is not None
    settings = settings_for(directory, url, deployment.chain_id)
    if shared := os.environ.get("QUAY_TEST_DATABASE"):
        settings = settings.model_copy(update={"database_url": SecretStr(shared), "lanes": 2})
    ledger = await Ledger.open(settings, deployment)
    port = Port(deployment, settings)

    async def client() -> None:
        while True:
            bill_id = new_id()
            issued = port.issue_bill(bill_id)
            await ledger.submit(issued.action, issued.signatures)
            sys.stdout.write(f"{bill_id}\n")
            sys.stdout.flush()
            moved = port.endorse(bill_id, 1, "shipper", "bank")
            await ledger.submit(moved.action, moved.signatures)

    await asyncio.gather(*(client() for _ in range(8)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
