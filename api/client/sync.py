"""The synchronous client: the asynchronous one's calls, without an event loop."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import Retrying

from api.client.calls import Sync
from api.client.files import FileInfo, OpenedFile, PrivateKeys
from api.client.flows import Flows
from api.client.messages import Flow, Request, Response
from api.client.resources import (
    ActionRecord,
    Deployment,
    Json,
    Page,
    PreparedAction,
    PreparedRecord,
    Session,
)
from api.client.signers import AnySigner
from api.client.streams import Patience, Stream
from api.client.surface import Surface
from api.client.transport import (
    RetryPolicy,
    TryAgain,
    answered_once,
    failure_of,
    httpx_arguments,
    last_word,
    response_of,
    retrying,
    stream_arguments,
)
from api.client.trust import Trust
from wallets.contents import Content

T = TypeVar("T")


class SyncQuayClient(Surface[Sync]):
    """`QuayClient` for programs without an event loop; see there."""

    def __init__(
        self,
        url: str,
        signer: AnySigner | None = None,
        *,
        api_key: str | None = None,
        deployment: Deployment | None = None,
        retry: RetryPolicy | None = None,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Makes a client; nothing is sent yet. Arguments as of `QuayClient`."""
        super().__init__(Flows(url, signer, api_key, deployment), self)
        self._retry = retry or RetryPolicy()
        self._timeout = timeout
        self._http = httpx.Client(base_url=self.flows.url, transport=transport, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def run(self, flow: Flow[T]) -> T:
        """Carries a flow to its end."""
        try:
            request = next(flow)
            while True:
                request = flow.send(self._answer(request))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        finally:
            flow.close()

    def pages(
        self, page: Callable[[str | None], Flow[Page[T]]], after: str | None = None
    ) -> Iterator[T]:
        """Iterates over a collection, page after page."""
        while True:
            found = self.run(page(after))
            yield from found.items
            if found.next_cursor is None or found.next_cursor == after:
                return
            after = found.next_cursor

    def listen(self, stream: Stream[T]) -> Iterator[T]:
        """Iterates over a stream; a connection that breaks is made anew, as long as the retry policy says."""
        patience = Patience(self.flows.url, self._retry)
        while True:
            request = self.run(stream.request())
            arguments = stream_arguments(request, self._timeout)
            try:
                with self._http.stream(**arguments) as answer:
                    if answer.is_success:
                        for line in answer.iter_lines():
                            patience.heard()
                            yield from stream.line(line)
                        reason = "the stream ended"
                    else:
                        answer.read()
                        reason = stream.answered(answered_once(answer))
            except httpx.TransportError as exc:
                reason = str(exc) or type(exc).__name__
            time.sleep(patience.pause(reason))

    def _answer(self, request: Request) -> Response:
        try:
            return Retrying(**retrying(self._retry))(self._attempt, request)
        except TryAgain as last:
            return last_word(self.flows.url, request, last)

    def _attempt(self, request: Request) -> Response:
        try:
            answer = self._http.request(**httpx_arguments(request, self._timeout))
        except httpx.TransportError as exc:
            raise failure_of(request, exc) from exc
        return response_of(answer)

    # --- who one is ----------------------------------------------------------------------------

    def deployment(self) -> Deployment:
        """The chain and the contracts that the gateway serves."""
        return self.run(self.flows.deployment())

    def sign_in(self) -> Session:
        """Signs in with the wallet; calls that need it do so by themselves."""
        return self.run(self.flows.sign_in())

    # --- acting --------------------------------------------------------------------------------

    def prepare(self, action: str, **intent: Any) -> PreparedAction:
        """An action at the current version of its record, to be signed."""
        return self.run(self.flows.prepare(action, intent))

    def prepare_bill(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a transport document checked and committed to, and its issue prepared."""
        return self.run(self.flows.prepare_record("bills", document, terms))

    def prepare_release(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a release order's document checked and committed to, and its issue prepared."""
        return self.run(self.flows.prepare_record("releases", document, terms))

    def prepare_certificate(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has an application's document checked and committed to, and the application prepared."""
        return self.run(self.flows.prepare_record("certificates", document, terms))

    def prepare_claim(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a refund claim's document checked and committed to, and its filing prepared."""
        return self.run(self.flows.prepare_record("claims", document, terms))

    def sign(
        self, prepared: PreparedAction, signers: Sequence[AnySigner] = (), **intent: Any
    ) -> tuple[bytes, ...]:
        """Signs a prepared action, if it is what `intent` asked for."""
        return self.run(self.flows.sign(prepared, intent, signers))

    def submit(
        self,
        action: str,
        message: Mapping[str, Any],
        signatures: Sequence[bytes],
        wait: float = 0.0,
    ) -> ActionRecord:
        """Hands in an action signed anywhere, and waits up to `wait` seconds for its end."""
        return self.run(self.flows.submit(action, message, signatures, wait))

    def wait(self, record: ActionRecord, within: float = 60.0) -> ActionRecord:
        """Awaits the end of an action."""
        return self.run(self.flows.wait(record, within))

    def carry_out(
        self,
        prepared: PreparedAction,
        signers: Sequence[AnySigner] = (),
        within: float = 60.0,
        **intent: Any,
    ) -> ActionRecord:
        """Signs, submits and awaits a prepared action."""
        return self.run(self.flows.carry_out(prepared, intent, signers, within))

    def act(
        self, action: str, signers: Sequence[AnySigner] = (), within: float = 60.0, **intent: Any
    ) -> ActionRecord:
        """The whole flow: prepare → sign → submit → await final."""
        return self.run(self.flows.act(action, intent, signers, within))

    # --- files -----------------------------------------------------------------------------------

    def publish_encryption_key(self, public: bytes) -> Json:
        """Publishes an encryption key of the member's, signed by the client's wallet."""
        return self.run(self._sealed.publish_key(public))

    def prepare_unseen_bill(self, content: Content, **terms: Any) -> PreparedRecord:
        """Prepares the issue of a bill by its commitment: the gateway does not see the document."""
        return self.run(self._sealed.prepare_bill(content, terms))

    def keep_file(
        self,
        content: Content,
        record_id: str,
        *,
        mine: bytes,
        readers: Sequence[int] = (),
        trust: Trust | None = None,
        kind: str = "bill",
    ) -> FileInfo:
        """Seals a file here, and has it kept for oneself and these members; see `FileFlows.keep`."""
        flow = self._sealed.keep(
            content, record_id, mine=mine, readers=readers, trust=trust, kind=kind
        )
        return self.run(flow)

    def open_file(self, record_id: str, keys: PrivateKeys, kind: str = "bill") -> OpenedFile:
        """Downloads a record's file, opens it here and checks it against the record's commitment."""
        return self.run(self._sealed.open(record_id, keys, kind))

    def share_files(
        self, record_id: str, reader: int, keys: PrivateKeys, trust: Trust, kind: str = "bill"
    ) -> list[FileInfo]:
        """Wraps the keys of a record's files for another member, before or after a transfer to it."""
        return self.run(self._sealed.share(record_id, reader, keys, trust, kind))

    def hand_on(
        self, bill_id: str, reader: int, keys: PrivateKeys, trust: Trust, **more: Any
    ) -> ActionRecord:
        """Shares a bill's files with the next holder and hands the bill to it; see `FileFlows.hand_on`."""
        return self.run(self._sealed.hand_on(bill_id, reader, keys, trust, **more))

    # --- reading -------------------------------------------------------------------------------

    def verify_field(self, proof: Mapping[str, Any]) -> Json:
        """Whether a field that is proved belongs to a record in force: valid, invalid, or cannot tell."""
        return self.run(self.flows.verify_field(proof))

    def action(self, action_id: str, wait: float = 0.0) -> ActionRecord:
        """An action by its id."""
        return self.run(self.flows.action(action_id, wait))

    def get(self, path: str, **query: str) -> Json:
        """Any resource by its path, such as `/v1/bills/0x…`."""
        return self.run(self.flows.read(path, query))

    def page(self, path: str, **query: str) -> Page[Json]:
        """A page of a collection, such as `/v1/bills`."""
        return self.run(self.flows.page(path, query))

    def everything(self, path: str, **query: str) -> list[Json]:
        """A collection to its end."""
        return self.run(self.flows.everything(path, query))
