"""Sealed files: what leaves this machine is encrypted, and what comes is opened and checked here.

All flows of `Flows` are sans-I/O, and so are these. Keys to read with come as a function from a public encryption
key to its private part, which asks for a password only when it is needed.
"""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from api.client.checks import intent_of_terms
from api.client.errors import ClientError, UnexpectedAnswer
from api.client.flows import Flows
from api.client.messages import Flow, Request
from api.client.resources import ActionRecord, Json, PreparedRecord, object_of_json, read
from api.client.signers import AnySigner, signed_message
from api.client.trust import Trust, proved_key
from wallets.contents import Content
from wallets.key_statement import KeyStatement
from wallets.sealing import SealError, file_id, head_of, open_sealed, seal, unwrap, wrap

PrivateKeys = Callable[[bytes], X25519PrivateKey | None]
"""The private key of a public one, None if it is not ours."""

_YEAR: Final = 365 * 86_400
_EARLY: Final = 300
"""A statement begins so many seconds ago: the others' clocks are not ours."""
_BEARER: Final = ("BEARER", "2")
_PATHS: Final = {"bill": "/v1/bills", "document": "/v1/documents"}


class NoKey(ClientError):
    """There is no key with which this file could be read: nobody wrapped one, or it is not on this machine."""


@dataclass(frozen=True)
class FileInfo:
    """What a gateway says of a sealed file."""

    file_id: str
    record_kind: str
    record_id: str
    content: str
    media_type: str
    size: int

    @classmethod
    def of_json(cls, body: Any) -> FileInfo:
        """Reads the resource."""
        return read(
            "a file",
            body,
            lambda b: cls(
                file_id=str(b["file_id"]).lower(),
                record_kind=str(b["record_kind"]),
                record_id=str(b["record_id"]).lower(),
                content=str(b["content"]).lower(),
                media_type=str(b["media_type"]),
                size=int(b["size"]),
            ),
        )


@dataclass(frozen=True)
class OpenedFile:
    """A file that was opened here.

    Its content has the commitment `info.content`: that was computed anew. `original` is whether this is the very id of
    the record, which proves it without anybody's word; an amended bill's content is compared with what the
    gateway says that the ledger has, which is `current`.
    """

    info: FileInfo
    content: Content = field(repr=False)
    original: bool
    current: bool


class FileFlows:
    """Keeping, reading and sharing files, for the member that `flows` stands for."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows

    # --- one's own key -------------------------------------------------------------------------

    def publish_key(self, public: bytes, signer: AnySigner | None = None) -> Flow[Json]:
        """Publishes an encryption key for a year, in a statement that an admin wallet signs.

        Args:
            public: The key.
            signer: The admin wallet; the client's own by default.
        """
        deployment = yield from self._flows.deployment()
        member = yield from self._member()
        issued_at = int(time.time()) - _EARLY
        statement = KeyStatement(
            member=member,
            public=public,
            chain_id=deployment.chain_id,
            consortium=deployment.addresses["Consortium"],
            issued_at=issued_at,
            expires_at=issued_at + _YEAR,
        )
        wallet = signer or self._flows.signer_for("publishing a key")
        body = {
            "public_key": "0x" + public.hex(),
            "issued_at": _rfc3339(statement.issued_at),
            "expires_at": _rfc3339(statement.expires_at),
            "signature": "0x" + (yield from signed_message(wallet, statement.text)).hex(),
        }
        answer = yield from self._flows.call(Request("POST", "/v1/encryption-keys", body=body))
        return object_of_json(answer)

    # --- a bill unseen -------------------------------------------------------------------------

    def prepare_bill(self, content: Content, terms: Mapping[str, Any]) -> Flow[PreparedRecord]:
        """Prepares the issue of a bill by its commitment alone: the gateway does not see the document.

        Args:
            content: The transport document with its salt.
            terms: `holder` and `kind`; `title_holder`, by default the holder unless the kind is BEARER;
                `represented_party` and `remark`.
        """
        bill_id, kind = "0x" + content.root.hex(), terms["kind"]
        title = {} if str(kind).upper() in _BEARER else {"title_holder": terms["holder"]}
        intent = {"billId": bill_id, "kind": kind, **intent_of_terms({**title, **terms})}
        prepared = yield from self._flows.prepare("IssueBill", intent)
        salt = "0x" + content.salt.hex()
        return PreparedRecord(bill_id, salt, prepared, intent, {})

    # --- files ---------------------------------------------------------------------------------

    def keep(
        self,
        content: Content,
        record_id: str,
        *,
        mine: bytes,
        readers: Iterable[int] = (),
        trust: Trust | None = None,
        kind: str = "bill",
    ) -> Flow[FileInfo]:
        """Seals a file and has the gateway keep it, readable for oneself and these members.

        Args:
            content: The file with the salt of its commitment.
            record_id: The bill or document that it belongs to.
            mine: One's own public encryption key, which is published.
            readers: Members that are to read it.
            trust: Whose word is taken for their keys.
            kind: "bill" or "document".

        Raises:
            UntrustedKey: a reader's key is not proved to be its own; nothing was sent.
        """
        sealed, member = seal(content), (yield from self._member())
        found = yield from self._keys_of(readers, trust)
        keys = [
            _given(sealed.key, public, content.root, reader)
            for reader, public in ((member, mine), *found)
        ]
        body = {
            "record_kind": kind,
            "record_id": record_id,
            "sealed": b64encode(sealed.data).decode(),
            "keys": keys,
        }
        answer = yield from self._flows.call(Request("POST", "/v1/files", body=body))
        info = FileInfo.of_json(answer)
        if info.file_id != file_id(sealed.data):
            raise UnexpectedAnswer(f"the gateway keeps another file than was sent: {info.file_id}")
        return info

    def of_record(self, record_id: str, kind: str = "bill") -> Flow[list[FileInfo]]:
        """A record's files, newest first."""
        body = yield from self._flows.call(Request("GET", f"{_PATHS[kind]}/{record_id}/files"))
        return read("a list of files", body, lambda b: [FileInfo.of_json(i) for i in b["items"]])

    def open(self, record_id: str, keys: PrivateKeys, kind: str = "bill") -> Flow[OpenedFile]:
        """Downloads and opens the file of a record's present content.

        Raises:
            NoKey: there is no such file, or no key to read it with.
            SealError: the file is not what it should be.
        """
        current = yield from self._current(record_id, kind)
        reasons = []
        for info in (yield from self.of_record(record_id, kind)):
            if info.content == current:
                try:
                    return (yield from self._open(info, record_id, current, keys))
                except (NoKey, SealError) as error:  # an earlier one may be good
                    reasons.append(f"{info.file_id[:10]}…: {error}")
        told = "; ".join(reasons) or "nobody keeps a file of its content here"
        raise NoKey(f"no file of {kind} {record_id} can be read: {told}")

    def share(
        self, record_id: str, reader: int, keys: PrivateKeys, trust: Trust, kind: str = "bill"
    ) -> Flow[list[FileInfo]]:
        """Wraps the keys of a record's files for another member; returns the files that it can read then.

        Do it before a transfer or after: the reader gets them once it may read the record.

        Raises:
            UntrustedKey: the reader's key is not proved to be its own.
            NoKey: there is none to share.
        """
        public = yield from proved_key(self._flows, reader, trust)
        shared = []
        for info in (yield from self.of_record(record_id, kind)):
            try:
                key = yield from self._content_key(info, keys)
            except NoKey:
                continue
            body = {"keys": [_given(key, public, bytes.fromhex(info.content[2:]), reader)]}
            yield from self._flows.call(
                Request("POST", f"/v1/files/{info.file_id}/keys", body=body)
            )
            shared.append(info)
        if not shared:
            raise NoKey(f"there is no file of {kind} {record_id} that you have the key of")
        return shared

    def hand_on(
        self,
        bill_id: str,
        reader: int,
        keys: PrivateKeys,
        trust: Trust,
        intent: Mapping[str, Any] | None = None,
        action: str = "TransferPossession",
        within: float = 60.0,
    ) -> Flow[ActionRecord]:
        """Shares a bill's files with the next holder, and then hands the bill to it.

        In this order the new holder has its keys when it becomes the holder; a transfer that fails gave it nothing to
        read, since only a party to the bill gets them.

        Args:
            bill_id: The bill.
            reader: The next holder.
            keys: One's own keys, to unwrap with.
            trust: Whose word is taken for the next holder's key.
            intent: The action's fields, for another one than a transfer of possession to the reader.
            action: "TransferPossession", or "Endorse".
            within: Seconds to wait for the end.
        """
        yield from self.share(bill_id, reader, keys, trust)
        fields = {"billId": bill_id, "holder": reader} if intent is None else intent
        return (yield from self._flows.act(action, fields, within=within))

    def proved_key(self, member: int, trust: Trust) -> Flow[bytes]:
        """The encryption key that files are sealed with for a member, once it is proved to be its own.

        Raises:
            UntrustedKey: none is.
        """
        return (yield from proved_key(self._flows, member, trust))

    # --- parts ---------------------------------------------------------------------------------

    def _open(
        self, info: FileInfo, record_id: str, current: str, keys: PrivateKeys
    ) -> Flow[OpenedFile]:
        key = yield from self._content_key(info, keys)
        data = yield from self._flows.call(Request("GET", f"/v1/files/{info.file_id}/sealed"))
        if not isinstance(data, bytes) or file_id(data) != info.file_id:
            raise UnexpectedAnswer(f"the gateway gave another file than {info.file_id}")
        content = open_sealed(data, key)
        root = "0x" + content.root.hex()
        if root != info.content or head_of(data).media_type != info.media_type:
            raise UnexpectedAnswer(
                f"the gateway says {info.content} of a file whose content is {root}"
            )
        return OpenedFile(info, content, root == record_id.lower(), root == current)

    def _content_key(self, info: FileInfo, keys: PrivateKeys) -> Flow[bytes]:
        body = yield from self._flows.call(Request("GET", f"/v1/files/{info.file_id}/keys"))
        member = yield from self._member()
        wrapped: Sequence[tuple[bytes, bytes]] = read(
            "a list of wrapped keys",
            body,
            lambda b: [
                (bytes.fromhex(str(i["public_key"])[2:]), b64decode(str(i["wrapped_key"])))
                for i in b["items"]
            ],
        )
        for public, given in wrapped:
            private = keys(public)
            if private is not None:
                try:
                    return unwrap(
                        given, private, content=bytes.fromhex(info.content[2:]), member=member
                    )
                except SealError:  # somebody wrapped nonsense; another one may be good
                    continue
        if not wrapped:
            raise NoKey("nobody has wrapped its key for you; ask the party before you")
        raise NoKey("its key was wrapped for encryption keys that are not on this machine")

    def _keys_of(
        self, readers: Iterable[int], trust: Trust | None
    ) -> Flow[list[tuple[int, bytes]]]:
        found = []
        for reader in readers:
            public = yield from proved_key(self._flows, reader, trust or Trust())
            found.append((reader, public))
        return found

    def _current(self, record_id: str, kind: str) -> Flow[str]:
        if kind != "bill":
            return record_id.lower()
        bill = yield from self._flows.read(f"/v1/bills/{record_id}")
        return str(bill.get("content", record_id)).lower()

    def _member(self) -> Flow[int]:
        if self._flows.session is not None:
            return self._flows.session.member
        me = yield from self._flows.read("/v1/auth/session")
        return int(me["member"])


def _given(key: bytes, public: bytes, content: bytes, member: int) -> dict[str, Any]:
    wrapped = wrap(key, public, content=content, member=member)
    return {
        "member": member,
        "public_key": "0x" + public.hex(),
        "wrapped_key": b64encode(wrapped).decode(),
    }


def _rfc3339(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
