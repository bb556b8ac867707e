"""The records of the ledger: read, listed, made from their documents, and moved by the verbs of their kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, Unpack

from api.client.calls import M, asked_for, call, each
from api.client.checks import intent_of_terms, record_id_of
from api.client.errors import UnexpectedAnswer
from api.client.flows import fresh_salt
from api.client.groups.base import Asking, Records
from api.client.groups.terms import (
    Application,
    BillIssue,
    BillTerms,
    CertificateTerms,
    Correction,
    CorrectionTerms,
    Filing,
    ReleaseIssue,
    ReleaseTerms,
    Terms,
)
from api.client.messages import Flow, Request, segment
from api.client.models import (
    Bill,
    BillSummary,
    Certificate,
    CertificateSummary,
    Claim,
    ClaimClock,
    ClaimSummary,
    ReleaseOrder,
    ReleaseOrderSummary,
)
from api.client.queries import (
    BillsQuery,
    CertificatesQuery,
    ClaimsQuery,
    ReleasesQuery,
)
from api.client.reading import one
from api.client.resources import ActionRecord, Page, PreparedAction, PreparedRecord
from api.client.signers import AnySigner
from api.client.verbs import (
    BillVerbs,
    CertificateVerbs,
    ClaimVerbs,
    ReleaseVerbs,
)

T = TypeVar("T")

_OF_SIGNING = frozenset({"signers", "within"})


@dataclass(frozen=True)
class Made:
    """A record that was put on the ledger.

    Keep `salt` with its document: both together prove it, and the gateway keeps neither.
    """

    record_id: str
    salt: str = field(repr=False)
    action: ActionRecord


class FromDocuments(Asking[M]):
    """Records that are made from a document."""

    _collection: str

    def _prepared(
        self, document: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> Flow[PreparedRecord]:
        return self.flows.prepare_record(self._collection, document, told(terms))

    def _made(self, document: Mapping[str, Any], terms: Mapping[str, Any]) -> Flow[Made]:
        found = yield from self._prepared(document, terms)
        return (yield from self._done(found, terms))

    def _done(self, found: PreparedRecord, terms: Mapping[str, Any]) -> Flow[Made]:
        record = yield from self.flows.carry_out(found.prepared, found.intent, *_signing(terms))
        return Made(found.record_id, found.salt, record)

    def _exported(self, kind: type[T], query: Mapping[str, Any]) -> Flow[tuple[T, ...]]:
        text = yield from self._export(query, "application/x-ndjson")
        read = one(kind)
        return tuple(read(json.loads(line)) for line in text.splitlines())

    def _export(self, query: Mapping[str, Any], accept: str) -> Flow[str]:
        path = f"/v1/{self._collection}/export"
        request = Request(
            "GET", path, query=asked_for(query), headers={"Accept": accept}, patience=300.0
        )
        text = yield from self.flows.call(request)
        if not isinstance(text, str):
            raise UnexpectedAnswer("the gateway's answer is no export")
        return text


class Bills(FromDocuments[M], BillVerbs[M], Records[M, BillSummary, Bill]):
    """Bills of lading 提单 and sea waybills 海运单."""

    _collection = "bills"
    _path, _summary, _record = "/v1/bills", BillSummary, Bill

    @call
    def prepare(
        self, document: Mapping[str, Any], *, holder: int, **terms: Unpack[BillTerms]
    ) -> Flow[PreparedRecord]:
        """Has a transport document checked and committed to, and its issue prepared; nothing is signed yet."""
        return self._prepared(document, {"holder": holder, **terms})

    @call
    def issue(
        self, document: Mapping[str, Any], *, holder: int, **terms: Unpack[BillIssue]
    ) -> Flow[Made]:
        """Issues a bill to its first holder: checked, signed if it is what was asked for, and awaited.

        Args:
            document: A transport document in DCSA's JSON. The gateway sees it and does not keep it.
            holder: The first holder (issue-to party).
            terms: What else; see `BillIssue`.
        """
        return self._made(document, {"holder": holder, **terms})

    @call
    def list(
        self, after: str | None = None, **query: Unpack[BillsQuery]
    ) -> Flow[Page[BillSummary]]:
        """A page of one's bills, newest first."""
        return self._listed(after, query)

    @each
    def all(self, after: str | None, **query: Unpack[BillsQuery]) -> Flow[Page[BillSummary]]:
        """All of one's bills, newest first."""
        return self._listed(after, query)

    @call
    def export(self, **query: Unpack[BillsQuery]) -> Flow[tuple[BillSummary, ...]]:
        """All of them in one answer."""
        return self._exported(BillSummary, query)

    @call
    def export_csv(self, **query: Unpack[BillsQuery]) -> Flow[str]:
        """All of them as CSV."""
        return self._export(query, "text/csv")


class Releases(FromDocuments[M], ReleaseVerbs[M], Records[M, ReleaseOrderSummary, ReleaseOrder]):
    """Release orders 放货指令."""

    _collection = "releases"
    _path, _summary, _record = "/v1/releases", ReleaseOrderSummary, ReleaseOrder

    @call
    def prepare(
        self, document: Mapping[str, Any], *, terminal: int, **terms: Unpack[ReleaseTerms]
    ) -> Flow[PreparedRecord]:
        """Has a release order's document checked and committed to, and its issue prepared."""
        return self._prepared(document, {"terminal": terminal, **terms})

    @call
    def issue(
        self, document: Mapping[str, Any], *, terminal: int, **terms: Unpack[ReleaseIssue]
    ) -> Flow[Made]:
        """Orders a terminal to release the containers of an accomplished bill.

        Args:
            document: The bill, the containers and until when, as `POST /v1/releases/prepare` says.
            terminal: The member that confirms gate-out.
            terms: What else; see `ReleaseIssue`.
        """
        return self._made(document, {"terminal": terminal, **terms})

    @call
    def list(
        self, after: str | None = None, **query: Unpack[ReleasesQuery]
    ) -> Flow[Page[ReleaseOrderSummary]]:
        """A page of one's release orders, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[ReleasesQuery]
    ) -> Flow[Page[ReleaseOrderSummary]]:
        """All of one's release orders, newest first."""
        return self._listed(after, query)

    @call
    def export(self, **query: Unpack[ReleasesQuery]) -> Flow[tuple[ReleaseOrderSummary, ...]]:
        """All of them in one answer."""
        return self._exported(ReleaseOrderSummary, query)

    @call
    def export_csv(self, **query: Unpack[ReleasesQuery]) -> Flow[str]:
        """All of them as CSV."""
        return self._export(query, "text/csv")


class Certificates(
    FromDocuments[M], CertificateVerbs[M], Records[M, CertificateSummary, Certificate]
):
    """Export tax refund certificates 出口退税证明."""

    _collection = "certificates"
    _path, _summary, _record = "/v1/certificates", CertificateSummary, Certificate

    @call
    def prepare(
        self, document: Mapping[str, Any], *, tax_authority: int, **terms: Unpack[CertificateTerms]
    ) -> Flow[PreparedRecord]:
        """Has an application's document checked and committed to, and the application prepared."""
        return self._prepared(document, {"tax_authority": tax_authority, **terms})

    @call
    def apply(
        self, document: Mapping[str, Any], *, tax_authority: int, **terms: Unpack[Application]
    ) -> Flow[Made]:
        """Applies for a certificate on an item of an export declaration.

        Args:
            document: The application, as `POST /v1/certificates/prepare` says.
            tax_authority: Who decides.
            terms: What else; see `Application`.
        """
        return self._made(document, {"tax_authority": tax_authority, **terms})

    @call
    def correct(
        self, certificate_id: str, document: Mapping[str, Any], **terms: Unpack[Correction]
    ) -> Flow[Made]:
        """Signs what a corrected document takes: a returned application again, or one for an issued one's replacement.

        `salt` of the result is the corrected document's; the record is `certificate_id` as before.
        """
        prepared, salt = yield from self._correction(certificate_id, document, told(terms))
        content = record_id_of(document, salt)
        name = "content" if prepared.action == "ResubmitApplication" else "replacement"
        intent = {"certificateId": certificate_id, name: content, **intent_of_terms(terms)}
        record = yield from self.flows.carry_out(prepared, intent, *_signing(terms))
        return Made(certificate_id, salt, record)

    @call
    def prepare_correction(
        self, certificate_id: str, document: Mapping[str, Any], **terms: Unpack[CorrectionTerms]
    ) -> Flow[tuple[PreparedAction, str]]:
        """Has a corrected document checked, and what it takes prepared; the second is the document's salt."""
        return self._correction(certificate_id, document, told(terms))

    def _correction(
        self, certificate_id: str, document: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> Flow[tuple[PreparedAction, str]]:
        path = f"/v1/certificates/{segment(certificate_id)}/correction/prepare"
        salt = terms.get("salt") or fresh_salt()
        asked = {**terms, "document": document, "salt": salt}
        body = yield from self.flows.call(Request("POST", path, body=asked))
        return PreparedAction.of_json(body), salt

    @call
    def list(
        self, after: str | None = None, **query: Unpack[CertificatesQuery]
    ) -> Flow[Page[CertificateSummary]]:
        """A page of one's certificates, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[CertificatesQuery]
    ) -> Flow[Page[CertificateSummary]]:
        """All of one's certificates, newest first."""
        return self._listed(after, query)

    @call
    def export(self, **query: Unpack[CertificatesQuery]) -> Flow[tuple[CertificateSummary, ...]]:
        """All of them in one answer."""
        return self._exported(CertificateSummary, query)

    @call
    def export_csv(self, **query: Unpack[CertificatesQuery]) -> Flow[str]:
        """All of them as CSV."""
        return self._export(query, "text/csv")


class Claims(FromDocuments[M], ClaimVerbs[M], Records[M, ClaimSummary, Claim]):
    """Export refund claims 出口退税申报."""

    _collection = "claims"
    _path, _summary, _record = "/v1/claims", ClaimSummary, Claim

    @call
    def prepare(
        self, document: Mapping[str, Any], *, tax_authority: int, **terms: Unpack[Terms]
    ) -> Flow[PreparedRecord]:
        """Has a claim's document checked and committed to, and its filing prepared."""
        return self._prepared(document, {"tax_authority": tax_authority, **terms})

    @call
    def file(
        self, document: Mapping[str, Any], *, tax_authority: int, **terms: Unpack[Filing]
    ) -> Flow[Made]:
        """Files a claim for refund.

        Args:
            document: The claim, as `POST /v1/claims/prepare` says.
            tax_authority: Who decides.
            terms: What else; see `Filing`.
        """
        return self._made(document, {"tax_authority": tax_authority, **terms})

    @call
    def list(
        self, after: str | None = None, **query: Unpack[ClaimsQuery]
    ) -> Flow[Page[ClaimSummary]]:
        """A page of one's claims, newest first."""
        return self._listed(after, query)

    @each
    def all(self, after: str | None, **query: Unpack[ClaimsQuery]) -> Flow[Page[ClaimSummary]]:
        """All of one's claims, newest first."""
        return self._listed(after, query)

    @call
    def clock(
        self,
        *,
        concluded_from: datetime | str | None = None,
        concluded_before: datetime | str | None = None,
    ) -> Flow[ClaimClock]:
        """How long claims took, in working days, by the exporters' management class."""
        query = {"concluded_from": concluded_from, "concluded_before": concluded_before}
        return self._get("/v1/claims/clock", one(ClaimClock), query)


def told(terms: Mapping[str, Any]) -> dict[str, Any]:
    """What of the terms the gateway is told."""
    given = terms.items()
    return {n: value for n, value in given if n not in _OF_SIGNING and value is not None}


def _signing(terms: Mapping[str, Any]) -> tuple[Sequence[AnySigner], float]:
    return terms.get("signers", ()), terms.get("within", 60.0)
