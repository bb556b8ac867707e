"""`python -m api.doctor` looks the deployment of the environment over, and prints a JSON object for each check."""

import asyncio
import json
import sys
from dataclasses import asdict

from api.settings import ApiSettings
from api.store import MIGRATIONS
from chain.doctor import Finding, examine
from chain.settings import ChainSettings, SettingsError
from chain.store.place import Store
from chain.store.stores import JOURNAL


async def findings() -> list[Finding]:
    """What there is to say, the settings first: without them there is nothing to look at."""
    try:
        ApiSettings.from_environment()
        settings = ChainSettings.from_environment()
    except SettingsError as wrong:
        return [
            Finding("settings", ok=False, told=problem, remedy="see docs/settings.md")
            for problem in wrong.problems
        ]
    stores = {Store.JOURNAL: JOURNAL, Store.GATEWAY: MIGRATIONS}
    found = [Finding("settings", ok=True, told="each one known and within bounds")]
    return found + [finding async for finding in examine(settings, stores)]


if __name__ == "__main__":
    for finding in asyncio.run(findings()):
        sys.stdout.write(json.dumps(asdict(finding)) + "\n")
