"""Where sealed files are kept: a folder, and a bucket of a real S3-compatible server."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from api.errors import Unavailable
from api.files.storage import FileMissing, FileStorage, open_storage, reaches
from api.settings import ApiSettings
from tests.support.object_store import ObjectStore

DATA = b"a sealed file"
FILE_ID = "0x" + sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "s3"])
def settings(request: pytest.FixtureRequest) -> ApiSettings:
    if request.param == "folder":
        return ApiSettings()
    store: ObjectStore = request.getfixturevalue("object_store")
    return ApiSettings(**store.bucket())


@pytest.fixture
def kept(settings: ApiSettings, tmp_path: Path) -> FileStorage:
    return open_storage(settings, tmp_path)


def files_in(folder: Path, pattern: str) -> list[Path]:
    return list(folder.rglob(pattern))


async def test_what_was_put_is_there_as_often_as_it_is_asked_for(
    kept: FileStorage, settings: ApiSettings, tmp_path: Path
) -> None:
    for _ in range(2):
        await kept.put(FILE_ID, DATA)
        assert await kept.get(FILE_ID) == DATA
    again = open_storage(settings, tmp_path)
    assert await again.get(FILE_ID) == DATA
    assert not files_in(tmp_path, "*.partial")


async def test_what_was_not_put_is_missed_and_what_is_damaged_is_told(kept: FileStorage) -> None:
    with pytest.raises(FileMissing):
        await kept.get(FILE_ID)
    await kept.put(FILE_ID, DATA + b"!")
    with pytest.raises(Unavailable) as damaged:
        await kept.get(FILE_ID)
    assert damaged.value.code == "file_damaged"
    await kept.put(FILE_ID, DATA)
    assert await kept.get(FILE_ID) == DATA


async def test_the_bucket_has_the_file_under_its_hash_and_nothing_is_in_the_folder(
    object_store: ObjectStore, tmp_path: Path
) -> None:
    bucket = object_store.bucket()
    await open_storage(ApiSettings(**bucket), tmp_path).put(FILE_ID, DATA)
    assert f"files/{FILE_ID[2:4]}/{FILE_ID[2:]}" in object_store.keys(bucket["s3_bucket"])
    assert not files_in(tmp_path, "*")


async def test_a_storage_says_whether_it_can_be_reached(
    kept: FileStorage, object_store: ObjectStore, tmp_path: Path
) -> None:
    assert await reaches(kept)
    bucket = object_store.bucket()
    wrong: list[dict[str, Any]] = [
        {"s3_bucket": "no-such-bucket"},
        {"s3_endpoint": "http://127.0.0.1:9"},
    ]
    for change in wrong:
        storage = open_storage(ApiSettings(**bucket | change), tmp_path)
        assert not await reaches(storage), change
        with pytest.raises(Unavailable):
            await storage.put(FILE_ID, DATA)


async def test_gateways_that_share_a_folder_share_the_files(tmp_path: Path) -> None:
    settings = ApiSettings(files_dir=tmp_path / "for all" / "files")
    first, second = (open_storage(settings, tmp_path / name) for name in ("one", "two"))
    await first.put(FILE_ID, DATA)
    assert await second.get(FILE_ID) == DATA
    assert {
        path.stat().st_mode & 0o777 for path in files_in(tmp_path / "for all", FILE_ID[2:])
    } == {0o600}


async def test_a_disk_that_refuses_is_told_as_unavailable(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"in the way")
    storage = open_storage(ApiSettings(), tmp_path)
    with pytest.raises(Unavailable):
        await storage.put(FILE_ID, DATA)
    assert not await reaches(storage)


def test_the_stores_keys_are_not_shown() -> None:
    settings = ApiSettings(s3_secret_key=SecretStr("sesame"), s3_access_key=SecretStr("ali"))
    assert "sesame" not in repr(settings)
    assert "ali" not in repr(settings)
