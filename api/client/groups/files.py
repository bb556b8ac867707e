"""Sealed files: what leaves this machine is encrypted, and what comes is opened and checked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from api.client.calls import Driver, M, call
from api.client.errors import UnexpectedAnswer
from api.client.files import FileFlows, FileInfo, OpenedFile, PrivateKeys
from api.client.flows import Flows
from api.client.groups.base import Asking
from api.client.groups.terms import UnseenBill
from api.client.messages import Flow, Request, segment
from api.client.models import WrappedKey
from api.client.reading import many
from api.client.resources import ActionRecord, Json, PreparedRecord
from api.client.signers import AnySigner
from api.client.trust import Trust
from wallets.contents import Content
from wallets.sealing import file_id as id_of


class Files(Asking[M]):
    """Files of records, sealed for their parties: the gateway cannot read them."""

    def __init__(self, flows: Flows, driver: Driver) -> None:
        super().__init__(flows, driver)
        self._files = FileFlows(flows)

    @call
    def publish_key(self, public: bytes, signer: AnySigner | None = None) -> Flow[Json]:
        """Publishes an encryption key for a year, in a statement that an admin wallet signs."""
        return self._files.publish_key(public, signer)

    @call
    def proved_key(self, member: int, trust: Trust) -> Flow[bytes]:
        """The key that files are sealed with for a member, once it is proved to be its own; see `Trust`."""
        return self._files.proved_key(member, trust)

    @call
    def prepare_bill(self, content: Content, **terms: Unpack[UnseenBill]) -> Flow[PreparedRecord]:
        """Prepares the issue of a bill by its commitment alone: the gateway does not see the document."""
        return self._files.prepare_bill(content, terms)

    @call
    def keep(
        self,
        content: Content,
        record_id: str,
        *,
        mine: bytes,
        readers: Sequence[int] = (),
        trust: Trust | None = None,
        kind: str = "bill",
    ) -> Flow[FileInfo]:
        """Seals a file here, and has it kept for oneself and these members; see `FileFlows.keep`."""
        return self._files.keep(
            content, record_id, mine=mine, readers=readers, trust=trust, kind=kind
        )

    @call
    def list(self, record_id: str, kind: str = "bill") -> Flow[Sequence[FileInfo]]:
        """The files of a bill, or of a `document`, newest first."""
        return self._files.of_record(record_id, kind)

    @call
    def read(self, file_id: str) -> Flow[FileInfo]:
        """What is known of a sealed file."""
        return self._get(f"/v1/files/{segment(file_id)}", FileInfo.of_json)

    @call
    def download(self, file_id: str) -> Flow[bytes]:
        """A sealed file, as it was sealed; `open` opens it, too."""
        request = Request("GET", f"/v1/files/{segment(file_id)}/sealed")
        data = yield from self.flows.call(request)
        if not isinstance(data, bytes) or id_of(data) != file_id.lower():
            raise UnexpectedAnswer(f"the gateway gave another file than {file_id}")
        return data

    @call
    def keys(self, file_id: str) -> Flow[tuple[WrappedKey, ...]]:
        """The file's key as it was wrapped for one's own encryption keys, newest first."""
        return self._get(f"/v1/files/{segment(file_id)}/keys", many(WrappedKey))

    @call
    def add_keys(
        self, file_id: str, keys: Sequence[Mapping[str, Any]]
    ) -> Flow[tuple[WrappedKey, ...]]:
        """Keeps keys that were wrapped for more readers; `share` wraps them, too."""
        path = f"/v1/files/{segment(file_id)}/keys"
        return self._send("POST", path, many(WrappedKey), {"keys": [*keys]})

    @call
    def open(self, record_id: str, keys: PrivateKeys, kind: str = "bill") -> Flow[OpenedFile]:
        """Downloads a record's file, opens it here and checks it against the record's commitment."""
        return self._files.open(record_id, keys, kind)

    @call
    def share(
        self, record_id: str, reader: int, keys: PrivateKeys, trust: Trust, kind: str = "bill"
    ) -> Flow[Sequence[FileInfo]]:
        """Wraps the keys of a record's files for another member, before or after a transfer to it."""
        return self._files.share(record_id, reader, keys, trust, kind)

    @call
    def hand_on(
        self,
        bill_id: str,
        reader: int,
        keys: PrivateKeys,
        trust: Trust,
        *,
        intent: Mapping[str, Any] | None = None,
        action: str = "TransferPossession",
        within: float = 60.0,
    ) -> Flow[ActionRecord]:
        """Shares a bill's files with the next holder and hands the bill to it; see `FileFlows.hand_on`."""
        return self._files.hand_on(bill_id, reader, keys, trust, intent, action, within)
