"""Where sealed files are kept, each under its SHA-256: a folder, or a bucket of an S3-compatible store.

What is kept is never changed: the same bytes have the same name. A file is on the disk, or in the bucket, when `put`
returns.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from api.errors import Unavailable, Words
from api.settings import ApiSettings

if TYPE_CHECKING:
    from obstore.store import S3Config

FOLDER: Final = "files"
_SECONDS: Final = 20
_PASSING = Words("The storage of files does not answer as it should.", "文件存储目前无法正常访问。")


_NO_BUCKET: Final = "<Code>NoSuchBucket</Code>"
_NOBODYS: Final = "0x" + "00" * 32


class FileMissing(Unavailable):
    """The storage answers, and does not have the file."""

    def __init__(self) -> None:
        super().__init__("storage_failed", _PASSING)


class FileStorage(Protocol):
    """Keeps bytes under their SHA-256. What fails is told as `Unavailable`."""

    async def put(self, file_id: str, data: bytes) -> None:
        """Keeps the bytes, durably; keeping them again changes nothing."""
        ...

    async def get(self, file_id: str) -> bytes:
        """The bytes, checked against their name."""
        ...


class FolderStorage:
    """Files in a folder, which the gateway's user alone can read; two digits of the hash are a sub-folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, file_id: str, data: bytes) -> None:
        """Writes the file whole and onto the disk, or not at all."""
        try:
            await asyncio.to_thread(self._write, self._path(file_id), data)
        except OSError as error:
            raise Unavailable("storage_failed", _PASSING) from error

    async def get(self, file_id: str) -> bytes:
        """Reads the file."""
        try:
            data = await asyncio.to_thread(self._path(file_id).read_bytes)
        except FileNotFoundError as error:
            raise FileMissing from error
        except OSError as error:
            raise Unavailable("storage_failed", _PASSING) from error
        return _checked(file_id, data)

    def _path(self, file_id: str) -> Path:
        digits = _digits(file_id)
        return self._folder / digits[:2] / digits

    def _write(self, path: Path, data: bytes) -> None:
        for folder in (self._folder, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        for folder in (path.parent, self._folder):
            _sync(folder)


class S3Storage:
    """Files in a bucket of an S3-compatible store, which itself sees to their durability."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def put(self, file_id: str, data: bytes) -> None:
        """Puts the object."""
        try:
            await obstore.put_async(self._store, _key(file_id), data)
        except (BaseError, OSError) as error:
            raise Unavailable("storage_failed", _PASSING) from error

    async def get(self, file_id: str) -> bytes:
        """Gets the object."""
        try:
            found = await obstore.get_async(self._store, _key(file_id))
            data = bytes(await found.bytes_async())
        except FileNotFoundError as error:
            if _NO_BUCKET in str(error):
                raise Unavailable("storage_failed", _PASSING) from error
            raise FileMissing from error
        except (BaseError, OSError) as error:
            raise Unavailable("storage_failed", _PASSING) from error
        return _checked(file_id, data)


def open_storage(settings: ApiSettings, data_dir: Path) -> FileStorage:
    """The storage that the settings name: a bucket, or else a folder."""
    if settings.s3_bucket is None:
        return FolderStorage(folder_of(settings, data_dir))
    endpoint, key, secret = settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key
    config: S3Config = {
        "region": settings.s3_region,
        "virtual_hosted_style_request": endpoint is None,
    }
    if endpoint is not None:
        config["endpoint"] = endpoint
    if key is not None:
        config["access_key_id"] = key.get_secret_value()
    if secret is not None:
        config["secret_access_key"] = secret.get_secret_value()
    store = S3Store(
        settings.s3_bucket,
        prefix=FOLDER,
        config=config,
        client_options={
            "allow_http": (endpoint or "").startswith("http://"),
            "timeout": timedelta(seconds=_SECONDS),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=_SECONDS)},
    )
    return S3Storage(store)


def folder_of(settings: ApiSettings, data_dir: Path) -> Path:
    """The folder for files, if they are in one."""
    return settings.files_dir or data_dir / FOLDER


async def reaches(storage: FileStorage) -> bool:
    """Whether a storage answers: it is asked for a file that it cannot have, and has to say so."""
    try:
        await storage.get(_NOBODYS)
    except FileMissing:
        return True
    except Unavailable:
        return False
    return True


def _digits(file_id: str) -> str:
    return file_id.removeprefix("0x")


def _key(file_id: str) -> str:
    digits = _digits(file_id)
    return f"{digits[:2]}/{digits}"


def _checked(file_id: str, data: bytes) -> bytes:
    if sha256(data).hexdigest() != _digits(file_id):
        raise Unavailable(
            "file_damaged",
            Words(
                "The stored file is damaged; the operator restores it from a backup.",
                "存储的文件已损坏，需由运营方从备份恢复。",
            ),
        )
    return data


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
