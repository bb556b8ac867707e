"""`python -m api.doctor` looks the deployment of the environment over, and prints a JSON object for each check."""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from api.files.storage import folder_of, open_storage, reaches
from api.settings import ApiSettings
from api.store import MIGRATIONS
from chain.doctor import Finding, examine
from chain.settings import ChainSettings, SettingsError
from chain.store.place import Store
from chain.store.stores import JOURNAL


async def findings() -> list[Finding]:
    """What there is to say, the settings first: without them there is nothing to look at."""
    try:
        gateway = ApiSettings.from_environment()
        settings = ChainSettings.from_environment()
    except SettingsError as wrong:
        return [
            Finding("settings", ok=False, told=problem, remedy="see docs/settings.md")
            for problem in wrong.problems
        ]
    stores = {Store.JOURNAL: JOURNAL, Store.GATEWAY: MIGRATIONS}
    found = [Finding("settings", ok=True, told="each one known and within bounds")]
    found += [finding async for finding in examine(settings, stores)]
    return [*found, await _storage(gateway, settings.data_dir)]


async def _storage(settings: ApiSettings, data_dir: Path) -> Finding:
    """Whether sealed files can be kept; a folder that is not there yet is made with the first one."""
    if settings.s3_bucket is not None:
        told = f"the bucket {settings.s3_bucket}"
        remedy = "see QUAY_API_S3_… in docs/settings.md; the key needs GetObject, PutObject and ListBucket"
        good = await reaches(open_storage(settings, data_dir))
        return Finding("files", good, told, "" if good else remedy)
    folder = folder_of(settings, data_dir)
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    good = place.is_dir() and os.access(place, os.R_OK | os.W_OK | os.X_OK)
    remedy = "" if good else f"let the gateway's user read and write {place}"
    return Finding("files", good, f"the folder {folder}", remedy)


if __name__ == "__main__":
    for finding in asyncio.run(findings()):
        sys.stdout.write(json.dumps(asdict(finding)) + "\n")
