"""The sans-I/O core: every call of the gateway as a generator of requests.

A flow yields `Request`s, is sent `Response`s and returns a typed result. It never touches a socket,
so that one description of *prepare → sign → submit → await final* serves the asynchronous
driver, the synchronous one, and tests that answer by hand.
"""

import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar

from api.client.checks import RECORD_IDS, checked_action, intent_of_terms, record_id_of
from api.client.errors import ActionFailed, NotFinalYet, Refused, SignerMissing, UnexpectedAnswer
from api.client.messages import Flow, Request, Response, is_elsewhere, segment
from api.client.problem import problem_of
from api.client.resources import (
    ActionRecord,
    Deployment,
    Json,
    Page,
    PreparedAction,
    PreparedRecord,
    Session,
    object_of_json,
    page_of_json,
)
from api.client.sign_in import sign_in_message
from api.client.signers import AnySigner, signed_action, signed_message
from wallets.commitment import SALT_BYTES

R = TypeVar("R")

_RENEW_BEFORE = timedelta(seconds=30)
_LONGEST_WAIT = 20.0
_BREATH = 0.1


class Flows:
    """What a client can say to a gateway, for one wallet, one API key, or nobody."""

    def __init__(
        self,
        url: str,
        signer: AnySigner | None = None,
        api_key: str | None = None,
        deployment: Deployment | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.signer = signer
        self.session: Session | None = None
        self._api_key = api_key
        self._deployment = deployment

    # --- who one is ----------------------------------------------------------------------------

    def deployment(self) -> Flow[Deployment]:
        """The ledger's chain and contracts; asked for once, then remembered.

        Give the constructor a deployment that you trust to pin it.
        """
        if self._deployment is None:
            body = yield from self.call(Request("GET", "/v1/deployment", signed_in=False))
            self._deployment = Deployment.of_json(body)
        return self._deployment

    def sign_in(self) -> Flow[Session]:
        """Signs in with the wallet (EIP-4361).

        A nonce serves once: where the answer was lost, and the repetition is refused, a fresh
        nonce is tried once.
        """
        try:
            return (yield from self._sign_in_once())
        except Refused as refused:
            if refused.code != "nonce_unknown":
                raise
            return (yield from self._sign_in_once())

    def _sign_in_once(self) -> Flow[Session]:
        signer = self.signer_for("signing in")
        deployment = yield from self.deployment()
        nonce = yield from self.call(
            Request("POST", "/v1/auth/nonce", body={"wallet": signer.address}, signed_in=False)
        )
        text = sign_in_message(
            self.url, signer.address, deployment.chain_id, str(object_of_json(nonce)["nonce"])
        )
        signature = yield from signed_message(signer, text)
        body = {"message": text, "signature": "0x" + signature.hex()}
        answer = yield from self.call(
            Request("POST", "/v1/auth/session", body=body, signed_in=False)
        )
        self.session = Session.of_json(answer)
        return self.session

    # --- acting --------------------------------------------------------------------------------

    def prepare(self, action: str, intent: Mapping[str, Any]) -> Flow[PreparedAction]:
        """Asks for an action at the current version of its record."""
        body = yield from self.call(
            Request("POST", "/v1/actions/prepare", body={"action": action, "intent": dict(intent)})
        )
        return PreparedAction.of_json(body)

    def prepare_record(
        self, collection: str, document: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> Flow[PreparedRecord]:
        """Has a document checked and the action that puts it on the ledger prepared.

        The salt is made here unless `terms` has one, so that asking twice gives the same record.

        Args:
            collection: "bills", "releases", "certificates" or "claims".
            document: the content; the gateway does not keep it.
            terms: the other members of the request, such as `holder`.

        Raises:
            UnexpectedAnswer: the record's id is not the commitment of this document.
        """
        salt = str(terms.get("salt") or fresh_salt())
        id_in_answer, id_in_action = RECORD_IDS[collection]
        record_id = record_id_of(document, salt)
        intent = {id_in_action: record_id, **intent_of_terms(terms)}
        asked = {**terms, "document": document, "salt": salt}
        path = f"/v1/{collection}/prepare"
        return (yield from self.prepare_at(path, asked, (id_in_answer, record_id), intent))

    def prepare_at(
        self, path: str, asked: Mapping[str, Any], made: tuple[str, str], intent: Mapping[str, Any]
    ) -> Flow[PreparedRecord]:
        """Has what is asked checked and prepared, where the new record's id is known here already.

        Args:
            path: the record's own preparation.
            asked: the content, its salt, and the terms.
            made: how the id is called in the answer, and what it must be.
            intent: what the action must say, in the contract's names.

        Raises:
            UnexpectedAnswer: the record's id is not the commitment of this content.
        """
        body = yield from self.call(Request("POST", path, body=asked))
        found = PreparedRecord.of_json(body, made[0], intent)
        if found.record_id != made[1]:
            message = f"the gateway answered with the id of another document: {found.record_id}"
            raise UnexpectedAnswer(message)
        return found

    def sign(
        self,
        prepared: PreparedAction,
        intent: Mapping[str, Any],
        signers: Sequence[AnySigner] = (),
    ) -> Flow[tuple[bytes, ...]]:
        """Signs a prepared action after checking that it is what was asked for.

        Args:
            prepared: the gateway's answer.
            intent: what was asked for; terms that do not agree stop the signing.
            signers: who signs, in the contract's order; the client's own wallet by default.

        Raises:
            UnexpectedAnswer: the prepared action is not the one asked for.
        """
        deployment = yield from self.deployment()
        action, domain = checked_action(prepared, deployment, intent)
        wallets = signers or (self.signer_for(prepared.action),)
        signatures: tuple[bytes, ...] = ()
        for wallet in wallets:
            signatures += ((yield from signed_action(wallet, action, domain)),)
        return signatures

    def submit(
        self, action: str, message: Mapping[str, Any], signatures: Sequence[bytes], wait: float
    ) -> Flow[ActionRecord]:
        """Hands in a signed action. Doing it again changes nothing: its digest is its id."""
        body = {
            "action": action,
            "message": wire(message),
            "signatures": ["0x" + s.hex() for s in signatures],
        }
        headers = {"Prefer": f"wait={wait:g}"} if wait else {}
        answer = yield from self.call(
            Request("POST", "/v1/actions", body=body, headers=headers, patience=wait)
        )
        return ActionRecord.of_json(answer)

    def wait(self, record: ActionRecord, within: float) -> Flow[ActionRecord]:
        """Awaits the end of an action.

        Raises:
            ActionFailed: the contract refused it on chain.
            NotFinalYet: it is still under way after `within` seconds.
        """
        deadline = time.monotonic() + within
        while not record.settled:
            left = deadline - time.monotonic()
            if left <= 0:
                raise NotFinalYet(record, within)
            record = yield from self.action(record.action_id, min(left, _LONGEST_WAIT))
        if not record.final:
            raise ActionFailed(record)
        return record

    def action(self, action_id: str, wait: float = 0.0) -> Flow[ActionRecord]:
        """Reads an action, waiting up to `wait` seconds for its end."""
        query = {"wait": f"{max(wait, _BREATH):g}"} if wait else {}
        path = f"/v1/actions/{segment(action_id)}"
        body = yield from self.call(Request("GET", path, query=query, patience=wait))
        return ActionRecord.of_json(body)

    def carry_out(
        self,
        prepared: PreparedAction,
        intent: Mapping[str, Any],
        signers: Sequence[AnySigner] = (),
        within: float = 60.0,
    ) -> Flow[ActionRecord]:
        """Signs, submits and awaits a prepared action."""
        signatures = yield from self.sign(prepared, intent, signers)
        wait = min(within, _LONGEST_WAIT)
        record = yield from self.submit(prepared.action, prepared.message, signatures, wait)
        if record.action_id != prepared.action_id:
            message = f"the gateway took {prepared.action_id} under the id {record.action_id}"
            raise UnexpectedAnswer(message)
        return (yield from self.wait(record, within))

    def act(
        self,
        action: str,
        intent: Mapping[str, Any],
        signers: Sequence[AnySigner] = (),
        within: float = 60.0,
    ) -> Flow[ActionRecord]:
        """The whole flow: prepare → sign → submit → await final."""
        prepared = yield from self.prepare(action, intent)
        return (yield from self.carry_out(prepared, intent, signers, within))

    # --- reading -------------------------------------------------------------------------------

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Flow[Json]:
        """Reads one resource."""
        body = yield from self.call(Request("GET", path, query=dict(query or {})))
        return object_of_json(body)

    def public(self, path: str) -> Flow[Json]:
        """Reads a resource that anyone may read, without signing in."""
        body = yield from self.call(Request("GET", path, signed_in=False))
        return object_of_json(body)

    def verify_field(self, proof: Mapping[str, Any]) -> Flow[Json]:
        """Asks, as anybody may, whether a field that is proved belongs to a record in force."""
        request = Request("POST", "/v1/verify/field", body=proof, signed_in=False)
        return object_of_json((yield from self.call(request)))

    def page(self, path: str, query: Mapping[str, str] | None = None) -> Flow[Page[Json]]:
        """Reads one page of a collection."""
        body = yield from self.call(Request("GET", path, query=dict(query or {})))
        return page_of_json(body, object_of_json)

    def everything(self, path: str, query: Mapping[str, str] | None = None) -> Flow[list[Json]]:
        """Reads a collection to its end."""
        items: list[Json] = []
        asked = dict(query or {})
        while True:
            page = yield from self.page(path, asked)
            items.extend(page.items)
            if page.next_cursor is None:
                return items
            asked["after"] = page.next_cursor

    # --- one request ---------------------------------------------------------------------------

    def call(self, request: Request) -> Flow[Any]:
        """Makes a request as who one is; a session that has ended is renewed once.

        Raises:
            Refused: the gateway says no.
        """
        if request.signed_in:
            yield from self._ensure_session()
        response = yield self._authorised(request)
        if self._session_ended(request, response):
            self.session = None
            yield from self.sign_in()
            response = yield self._authorised(request)
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise Refused(problem_of(response))
        return response.body

    def authorised(self, request: Request) -> Flow[Request]:
        """The request as who one is; signs in if need be."""
        yield from self._ensure_session()
        return self._authorised(request)

    def _ensure_session(self) -> Flow[None]:
        if self._api_key is not None or self.signer is None:
            return
        session = self.session
        if session is None or session.expires_at - datetime.now(UTC) < _RENEW_BEFORE:
            yield from self.sign_in()

    def _session_ended(self, request: Request, response: Response) -> bool:
        if response.status != HTTPStatus.UNAUTHORIZED or not request.signed_in:
            return False
        return self.signer is not None and self._api_key is None

    def _authorised(self, request: Request) -> Request:
        token = self._api_key or (self.session.token if self.session else None)
        if not request.signed_in or token is None or is_elsewhere(request.path):
            return request
        return Request(
            method=request.method,
            path=request.path,
            body=request.body,
            query=request.query,
            headers={**request.headers, "Authorization": f"Bearer {token}"},
            repeatable=request.repeatable,
            patience=request.patience,
        )

    def signer_for(self, what: str) -> AnySigner:
        """The client's wallet. Raises SignerMissing."""
        if self.signer is None:
            raise SignerMissing(what)
        return self.signer


def wire(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message as JSON carries it: integers beyond 2^53 as decimal strings."""
    return {
        k: str(v) if isinstance(v, int) and abs(v) >= 1 << 53 else v for k, v in message.items()
    }


def fresh_salt() -> str:
    """A secret salt for a document's commitment, 0x-hex."""
    return "0x" + secrets.token_bytes(SALT_BYTES).hex()
