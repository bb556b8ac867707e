"""Sealed files: taken from whoever put the record on the ledger, given to those who may read it."""

from base64 import b64encode
from collections.abc import Sequence

from api.audit.service import AuditService, note_of
from api.audit.store import Note
from api.auth.subject import Subject
from api.clock import Clock
from api.encryption_keys.store import KeyStore
from api.errors import Conflict, FieldProblem, Forbidden, InvalidInput, NotFound, Words
from api.files.schemas import FileCreate, KeyGiven
from api.files.storage import FileStorage
from api.files.store import FileStore, SealedFile, WrappedKey
from api.settings import ApiSettings
from chain.ledger import Ledger
from chain.visibility import RecordKind
from wallets.sealing import Head, SealError, file_id, head_of

KINDS = {"bill": RecordKind.BILL, "document": RecordKind.DOCUMENT}
"""The kinds of record that have files, by their names in JSON."""
MOST_KEYS = 500
"""How many keys of a file one member may wrap: none can take the room of another."""


class FileService:
    """What the routes under /v1/files do."""

    def __init__(
        self,
        ledger: Ledger,
        store: FileStore,
        storage: FileStorage,
        keys: KeyStore,
        settings: ApiSettings,
        clock: Clock,
        audit: AuditService,
    ) -> None:
        self._read = ledger.read
        self._store = store
        self._storage = storage
        self._keys = keys
        self._settings = settings
        self._clock = clock
        self._audit = audit

    async def add(self, subject: Subject, body: FileCreate) -> SealedFile:
        """Keeps a sealed file and its first keys; both are durable when this returns.

        Raises:
            NotFound: There is no such record, or the caller may not read it.
            Forbidden: Another member put the record on the ledger.
            InvalidInput: This is no sealed file, or it is sealed for another content than the record's.
            Conflict: The record has as many files as it may, or the file is another record's.
        """
        kind = KINDS[body.record_kind]
        head = _head(body.sealed, self._settings.max_file_bytes)
        owner, contents = await self._record(kind, body.record_id, subject)
        if subject.member != owner:
            raise _not_yours()
        content = "0x" + head.content.hex()
        if content not in contents:
            raise _of_another_content()
        now = int(self._clock())
        file = SealedFile(
            file_id=file_id(body.sealed),
            record_kind=body.record_kind,
            record_id=body.record_id,
            content=content,
            media_type=head.media_type,
            size=len(body.sealed),
            member=subject.member,
            created_at=now,
        )
        keys = await self._wrapped(file.file_id, subject, body.keys)
        there = await self._store.file(file.file_id)
        if there is not None and there.record_id != file.record_id:
            raise _of_another_record()
        if there is None:
            await self._require_room(body.record_kind, body.record_id)
        await self._storage.put(file.file_id, body.sealed)
        await self._store.add(file, keys, self._readers(subject, "file.kept", file, keys))
        return there or file

    async def of_record(self, subject: Subject, kind: str, record_id: str) -> list[SealedFile]:
        """A record's files, newest first. Raises NotFound, to strangers too."""
        await self._record(KINDS[kind], record_id, subject)
        return await self._store.of_record(kind, record_id)

    async def get(self, subject: Subject, file_id_: str) -> SealedFile:
        """A file. Raises NotFound: there is none, or the caller may not read its record."""
        file = await self._store.file(file_id_)
        if file is None or not await self._read.may_read(
            KINDS[file.record_kind], file.record_id, subject.member
        ):
            raise NotFound("file", "文件")
        return file

    async def sealed(self, subject: Subject, file_id_: str) -> bytes:
        """The sealed bytes. Raises NotFound, Unavailable."""
        file = await self.get(subject, file_id_)
        data = await self._storage.get(file.file_id)
        await self._read_by(subject, "file.read", file)
        return data

    async def keys_for(self, subject: Subject, file_id_: str) -> list[WrappedKey]:
        """The keys that were wrapped for the caller's member. Raises NotFound."""
        file = await self.get(subject, file_id_)
        keys = await self._store.keys_for(file.file_id, subject.member)
        if keys:
            await self._read_by(subject, "file.keys_read", file)
        return keys

    async def add_keys(
        self, subject: Subject, file_id_: str, given: Sequence[KeyGiven]
    ) -> list[WrappedKey]:
        """Keeps keys that the caller wrapped for others, or for a new key of its own.

        Raises:
            NotFound: There is no such file, or the caller may not read its record.
            Forbidden: The caller has no key of this file itself, so that it cannot have wrapped one.
            InvalidInput: A member has not published such a key.
            Conflict: The caller has wrapped as many keys of the file as it may.
        """
        file = await self.get(subject, file_id_)
        mine = await self._store.keys_for(file.file_id, subject.member)
        if not mine and file.member != subject.member:
            raise _no_key_yourself()
        if await self._store.count_of_keys(file.file_id, subject.member) + len(given) > MOST_KEYS:
            raise _too_many("too_many_keys", MOST_KEYS, "keys", "份密钥")
        keys = await self._wrapped(file.file_id, subject, given)
        note = self._readers(subject, "file.readers_added", file, keys)
        await self._store.add_keys(keys, note)
        return keys

    async def _read_by(self, subject: Subject, event: str, file: SealedFile) -> None:
        about = {"file": file.file_id, "record": file.record_id}
        await self._audit.read(subject, event, other=file.member, **about)

    def _readers(
        self, subject: Subject, event: str, file: SealedFile, keys: Sequence[WrappedKey]
    ) -> Note:
        """Who becomes a reader of a file, for the audit log."""
        readers = ",".join(str(member) for member in sorted({key.member for key in keys}))
        about = {"file": file.file_id, "record": file.record_id, "readers": readers}
        return note_of(subject, event, self._clock, other=file.member, **about)

    async def _record(
        self, kind: RecordKind, record_id: str, subject: Subject
    ) -> tuple[int, set[str]]:
        """Who put a record on the ledger, and the commitments that it has or is asked to have."""
        if kind is RecordKind.BILL:
            bill = await self._read.bill(record_id, subject.member)
            if bill is None:
                raise NotFound("bill", "提单")
            contents = {bill.bill_id, bill.content, bill.requested_content}
            return bill.carrier, {content for content in contents if content}
        document = await self._read.document(record_id, subject.member)
        if document is None:
            raise NotFound("document", "单证")
        return document.issuer, {document.document_id}

    async def _require_room(self, kind: str, record_id: str) -> None:
        most = self._settings.max_files_per_record
        if await self._store.count_of_record(kind, record_id) >= most:
            raise _too_many("too_many_files", most, "files", "个文件")

    async def _wrapped(
        self, file_id_: str, subject: Subject, given: Sequence[KeyGiven]
    ) -> list[WrappedKey]:
        """The keys as they are kept. Raises InvalidInput: one is for a key that is not published."""
        now, errors, wrapped = int(self._clock()), [], []
        for place, key in enumerate(given):
            published = await self._keys.of_member(key.member)
            if key.public_key not in {one.public_key for one in published}:
                errors.append(_not_published(place))
            text = b64encode(key.wrapped_key).decode()
            wrapped.append(
                WrappedKey(file_id_, key.public_key, subject.member, key.member, text, now)
            )
        if errors:
            raise InvalidInput(*errors)
        return wrapped


def _head(sealed: bytes, most: int) -> Head:
    if len(sealed) > most:
        raise InvalidInput(
            FieldProblem(
                "sealed", "max_bytes", f"must have at most {most} bytes", f"不得超过 {most} 字节"
            )
        )
    try:
        return head_of(sealed)
    except SealError as refused:
        raise InvalidInput(
            FieldProblem("sealed", "sealed_file", str(refused), "应为密封文件")
        ) from None


def _of_another_content() -> InvalidInput:
    return InvalidInput(
        FieldProblem(
            "sealed",
            "content_of_record",
            "is sealed for another commitment than this record has",
            "密封所绑定的承诺值与该记录不符",
        )
    )


def _not_published(place: int) -> FieldProblem:
    return FieldProblem(
        f"keys[{place}].public_key",
        "published_key",
        "must be an encryption key that this member has published here",
        "应为该成员已在此公布的加密公钥",
    )


def _not_yours() -> Forbidden:
    return Forbidden(
        "not_the_issuer",
        Words(
            "Only the member that put the record on the ledger keeps files for it here.",
            "只有将该记录登记上链的成员才能为其存放文件。",
        ),
        remedy=Words(
            "Register a supporting document of your own about the record, and keep the file for that.",
            "请就该记录登记贵单位自己的随附单证，并为其存放文件。",
        ),
    )


def _no_key_yourself() -> Forbidden:
    return Forbidden(
        "no_key_of_this_file",
        Words(
            "Your organisation has no key of this file that it could pass on.",
            "贵单位没有可转交的该文件密钥。",
        ),
        remedy=Words(
            "Ask the party that you have the record from to wrap the key for your organisation.",
            "请向贵单位取得该记录的上一方申请密钥。",
        ),
    )


def _of_another_record() -> Conflict:
    return Conflict(
        "file_of_another_record",
        Words("This file is kept for another record.", "该文件已存放于另一记录名下。"),
        remedy=Words("Seal it anew for this record.", "请为该记录重新密封。"),
    )


def _too_many(code: str, most: int, what: str, what_zh: str) -> Conflict:
    return Conflict(
        code,
        Words(f"There may be at most {most} {what}.", f"最多 {most} {what_zh}。"),
        remedy=Words("Use one that is there.", "请使用已有的。"),
    )
