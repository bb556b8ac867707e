"""The asynchronous client."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import AsyncRetrying

from api.client.calls import Async
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


class QuayClient(Surface[Async]):
    """A gateway's client for one wallet, one API key, or nobody (public calls only).

    Keys stay here: the gateway gets signatures. Every method raises the errors of
    `api.client.errors`.

        async with QuayClient("http://127.0.0.1:8000", signer=wallet) as quay:
            await quay.bills.transfer(bill_id, holder=7)
            async for event in quay.events.follow():
                print(event.event, event.record_id)
    """

    def __init__(
        self,
        url: str,
        signer: AnySigner | None = None,
        *,
        api_key: str | None = None,
        deployment: Deployment | None = None,
        retry: RetryPolicy | None = None,
        timeout: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Makes a client; nothing is sent yet.

        Args:
            url: the gateway's address, as its sign-in messages name it.
            signer: the wallet that signs in and signs actions.
            api_key: instead of a sign-in; actions still need a signer.
            deployment: the ledger to sign for, if it is not to be asked of the gateway.
            retry: how long to go on trying.
            timeout: seconds for one request, waiting apart.
            transport: connections that are shared with other clients, or what stands in for the network in tests.
        """
        super().__init__(Flows(url, signer, api_key, deployment), self)
        self._retry = retry or RetryPolicy()
        self._timeout = timeout
        self._http = httpx.AsyncClient(
            base_url=self.flows.url, transport=transport, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def run(self, flow: Flow[T]) -> T:
        """Carries a flow to its end."""
        try:
            request = next(flow)
            while True:
                request = flow.send(await self._answer(request))
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
        finally:
            flow.close()

    async def pages(
        self, page: Callable[[str | None], Flow[Page[T]]], after: str | None = None
    ) -> AsyncIterator[T]:
        """Iterates over a collection, page after page."""
        while True:
            found = await self.run(page(after))
            for item in found.items:
                yield item
            if found.next_cursor is None or found.next_cursor == after:
                return
            after = found.next_cursor

    async def listen(self, stream: Stream[T]) -> AsyncIterator[T]:
        """Iterates over a stream; a connection that breaks is made anew, as long as the retry policy says."""
        patience = Patience(self.flows.url, self._retry)
        while True:
            request = await self.run(stream.request())
            arguments = stream_arguments(request, self._timeout)
            try:
                async with self._http.stream(**arguments) as answer:
                    if answer.is_success:
                        async for line in answer.aiter_lines():
                            patience.heard()
                            for item in stream.line(line):
                                yield item
                        reason = "the stream ended"
                    else:
                        await answer.aread()
                        reason = stream.answered(answered_once(answer))
            except httpx.TransportError as exc:
                reason = str(exc) or type(exc).__name__
            await asyncio.sleep(patience.pause(reason))

    async def _answer(self, request: Request) -> Response:
        try:
            return await AsyncRetrying(**retrying(self._retry))(self._attempt, request)
        except TryAgain as last:
            return last_word(self.flows.url, request, last)

    async def _attempt(self, request: Request) -> Response:
        try:
            answer = await self._http.request(**httpx_arguments(request, self._timeout))
        except httpx.TransportError as exc:
            raise failure_of(request, exc) from exc
        return response_of(answer)

    # --- who one is ----------------------------------------------------------------------------

    async def deployment(self) -> Deployment:
        """The chain and the contracts that the gateway serves."""
        return await self.run(self.flows.deployment())

    async def sign_in(self) -> Session:
        """Signs in with the wallet; calls that need it do so by themselves."""
        return await self.run(self.flows.sign_in())

    # --- acting --------------------------------------------------------------------------------

    async def prepare(self, action: str, **intent: Any) -> PreparedAction:
        """An action at the current version of its record, to be signed."""
        return await self.run(self.flows.prepare(action, intent))

    async def prepare_bill(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a transport document checked and committed to, and its issue prepared."""
        return await self.run(self.flows.prepare_record("bills", document, terms))

    async def prepare_release(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a release order's document checked and committed to, and its issue prepared."""
        return await self.run(self.flows.prepare_record("releases", document, terms))

    async def prepare_certificate(
        self,
        document: Mapping[str, Any],
        **terms: Any,
    ) -> PreparedRecord:
        """Has an application's document checked and committed to, and the application prepared."""
        return await self.run(self.flows.prepare_record("certificates", document, terms))

    async def prepare_claim(self, document: Mapping[str, Any], **terms: Any) -> PreparedRecord:
        """Has a refund claim's document checked and committed to, and its filing prepared."""
        return await self.run(self.flows.prepare_record("claims", document, terms))

    async def sign(
        self, prepared: PreparedAction, signers: Sequence[AnySigner] = (), **intent: Any
    ) -> tuple[bytes, ...]:
        """Signs a prepared action, if it is what `intent` asked for."""
        return await self.run(self.flows.sign(prepared, intent, signers))

    async def submit(
        self,
        action: str,
        message: Mapping[str, Any],
        signatures: Sequence[bytes],
        wait: float = 0.0,
    ) -> ActionRecord:
        """Hands in an action signed anywhere, and waits up to `wait` seconds for its end."""
        return await self.run(self.flows.submit(action, message, signatures, wait))

    async def wait(self, record: ActionRecord, within: float = 60.0) -> ActionRecord:
        """Awaits the end of an action."""
        return await self.run(self.flows.wait(record, within))

    async def carry_out(
        self,
        prepared: PreparedAction,
        signers: Sequence[AnySigner] = (),
        within: float = 60.0,
        **intent: Any,
    ) -> ActionRecord:
        """Signs, submits and awaits a prepared action."""
        return await self.run(self.flows.carry_out(prepared, intent, signers, within))

    async def act(
        self, action: str, signers: Sequence[AnySigner] = (), within: float = 60.0, **intent: Any
    ) -> ActionRecord:
        """The whole flow: prepare → sign → submit → await final.

        Args:
            action: the typed action's name, such as "Endorse".
            signers: who signs, where it is not just the client's own wallet.
            within: seconds to wait for the end.
            intent: the action's fields but the version; enums by name or number.
        """
        return await self.run(self.flows.act(action, intent, signers, within))

    # --- files -----------------------------------------------------------------------------------

    async def publish_encryption_key(self, public: bytes) -> Json:
        """Publishes an encryption key of the member's, signed by the client's wallet."""
        return await self.run(self._sealed.publish_key(public))

    async def prepare_unseen_bill(self, content: Content, **terms: Any) -> PreparedRecord:
        """Prepares the issue of a bill by its commitment: the gateway does not see the document."""
        return await self.run(self._sealed.prepare_bill(content, terms))

    async def keep_file(
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
        return await self.run(flow)

    async def open_file(self, record_id: str, keys: PrivateKeys, kind: str = "bill") -> OpenedFile:
        """Downloads a record's file, opens it here and checks it against the record's commitment."""
        return await self.run(self._sealed.open(record_id, keys, kind))

    async def share_files(
        self, record_id: str, reader: int, keys: PrivateKeys, trust: Trust, kind: str = "bill"
    ) -> list[FileInfo]:
        """Wraps the keys of a record's files for another member, before or after a transfer to it."""
        return await self.run(self._sealed.share(record_id, reader, keys, trust, kind))

    async def hand_on(
        self, bill_id: str, reader: int, keys: PrivateKeys, trust: Trust, **more: Any
    ) -> ActionRecord:
        """Shares a bill's files with the next holder and hands the bill to it; see `FileFlows.hand_on`."""
        return await self.run(self._sealed.hand_on(bill_id, reader, keys, trust, **more))

    # --- reading -------------------------------------------------------------------------------

    async def verify_field(self, proof: Mapping[str, Any]) -> Json:
        """Whether a field that is proved belongs to a record in force: valid, invalid, or cannot tell."""
        return await self.run(self.flows.verify_field(proof))

    async def action(self, action_id: str, wait: float = 0.0) -> ActionRecord:
        """An action by its id."""
        return await self.run(self.flows.action(action_id, wait))

    async def get(self, path: str, **query: str) -> Json:
        """Any resource by its path, such as `/v1/bills/0x…`."""
        return await self.run(self.flows.read(path, query))

    async def page(self, path: str, **query: str) -> Page[Json]:
        """A page of a collection, such as `/v1/bills`."""
        return await self.run(self.flows.page(path, query))

    async def everything(self, path: str, **query: str) -> list[Json]:
        """A collection to its end."""
        return await self.run(self.flows.everything(path, query))
