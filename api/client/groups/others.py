"""The records that hang on others, and the members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from api.client.calls import M, call, each
from api.client.checks import intent_of_terms, record_id_of
from api.client.flows import fresh_salt
from api.client.groups.base import Asking, Records
from api.client.groups.records import FromDocuments, Made, told
from api.client.groups.terms import About, Anchoring, DocumentTerms, Filing, Registration, Terms
from api.client.messages import Flow, segment
from api.client.models import (
    Appointment,
    AppointmentSummary,
    EncryptionKey,
    Inspection,
    InspectionSummary,
    Member,
    MilestoneBatch,
    MilestoneBatchSummary,
    SharedContainer,
    SharedContainerSummary,
    SupportingDocument,
    SupportingDocumentSummary,
    Wallet,
)
from api.client.queries import (
    AppointmentsQuery,
    DocumentsQuery,
    InspectionsQuery,
    MilestonesQuery,
    SharedContainersQuery,
)
from api.client.reading import many, one
from api.client.resources import Page, PreparedRecord
from api.client.verbs import (
    AppointmentVerbs,
    DocumentVerbs,
    InspectionVerbs,
    MilestoneVerbs,
    ParticipantVerbs,
    SharedContainerVerbs,
)
from wallets.milestones import batch_of


class SharedContainers(
    SharedContainerVerbs[M], Records[M, SharedContainerSummary, SharedContainer]
):
    """Containers that several bills share 拼箱."""

    _path, _summary, _record = "/v1/shared-containers", SharedContainerSummary, SharedContainer

    @call
    def list(
        self, after: str | None = None, **query: Unpack[SharedContainersQuery]
    ) -> Flow[Page[SharedContainerSummary]]:
        """A page of one's shared containers, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[SharedContainersQuery]
    ) -> Flow[Page[SharedContainerSummary]]:
        """All of one's shared containers, newest first."""
        return self._listed(after, query)


class Appointments(
    FromDocuments[M], AppointmentVerbs[M], Records[M, AppointmentSummary, Appointment]
):
    """Windows to collect a container 提箱预约."""

    _collection = "appointments"
    _path, _summary, _record = "/v1/appointments", AppointmentSummary, Appointment

    @call
    def prepare(self, document: Mapping[str, Any], **terms: Unpack[Terms]) -> Flow[PreparedRecord]:
        """Has an appointment's document checked and committed to, and the request prepared."""
        return self._prepared(document, terms)

    @call
    def request(self, document: Mapping[str, Any], **terms: Unpack[Filing]) -> Flow[Made]:
        """Asks the terminal for a window to come for a container.

        Args:
            document: Order, container, window, truck and driver, as `POST /v1/appointments/prepare` says.
            terms: What else; see `Filing`.
        """
        return self._made(document, terms)

    def _prepared(
        self, document: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> Flow[PreparedRecord]:
        salt = terms.get("salt") or fresh_salt()
        appointment_id, truck = (
            record_id_of(part, salt) for part in (document, document["pickup"])
        )
        fields = ("orderId", "container", "opensAt", "closesAt")
        intent = {name: document[name] for name in fields}
        intent |= {"appointmentId": appointment_id, "pickup": truck, **intent_of_terms(terms)}
        asked = {**told(terms), "document": document, "salt": salt}
        made = ("appointment_id", appointment_id)
        return self.flows.prepare_at(f"{self._path}/prepare", asked, made, intent)

    @call
    def list(
        self, after: str | None = None, **query: Unpack[AppointmentsQuery]
    ) -> Flow[Page[AppointmentSummary]]:
        """A page of one's appointments, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[AppointmentsQuery]
    ) -> Flow[Page[AppointmentSummary]]:
        """All of one's appointments, newest first."""
        return self._listed(after, query)


class Inspections(FromDocuments[M], InspectionVerbs[M], Records[M, InspectionSummary, Inspection]):
    """Inspections of containers 查验."""

    _collection = "inspections"
    _path, _summary, _record = "/v1/inspections", InspectionSummary, Inspection

    @call
    def prepare(self, document: Mapping[str, Any], **terms: Unpack[Terms]) -> Flow[PreparedRecord]:
        """Has an instruction checked and committed to, and its signing prepared."""
        return self._prepared(document, terms)

    @call
    def instruct(self, document: Mapping[str, Any], **terms: Unpack[Filing]) -> Flow[Made]:
        """Instructs the inspection of containers that one holds.

        Args:
            document: Order, authority and containers, as `POST /v1/inspections/prepare` says.
            terms: What else; see `Filing`.
        """
        return self._made(document, terms)

    def _prepared(
        self, document: Mapping[str, Any], terms: Mapping[str, Any]
    ) -> Flow[PreparedRecord]:
        salt = terms.get("salt") or fresh_salt()
        intent = {name: document[name] for name in ("orderId", "authority", "containers")}
        intent |= {"inspectionId": record_id_of(document, salt), **intent_of_terms(terms)}
        asked = {**told(terms), "document": document, "salt": salt}
        made = ("inspection_id", intent["inspectionId"])
        return self.flows.prepare_at(f"{self._path}/prepare", asked, made, intent)

    @call
    def list(
        self, after: str | None = None, **query: Unpack[InspectionsQuery]
    ) -> Flow[Page[InspectionSummary]]:
        """A page of one's inspections, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[InspectionsQuery]
    ) -> Flow[Page[InspectionSummary]]:
        """All of one's inspections, newest first."""
        return self._listed(after, query)


class Documents(
    FromDocuments[M], DocumentVerbs[M], Records[M, SupportingDocumentSummary, SupportingDocument]
):
    """Supporting documents 随附单证."""

    _collection = "documents"
    _path, _summary, _record = "/v1/documents", SupportingDocumentSummary, SupportingDocument

    @call
    def prepare(
        self,
        document: Mapping[str, Any],
        *,
        document_type: str | int,
        **terms: Unpack[DocumentTerms],
    ) -> Flow[PreparedRecord]:
        """Has a document, or the card of its file, committed to and its registration prepared."""
        return self._prepared(document, {"document_type": document_type, **terms})

    @call
    def register(
        self,
        document: Mapping[str, Any],
        *,
        document_type: str | int,
        **terms: Unpack[Registration],
    ) -> Flow[Made]:
        """Registers a supporting document.

        Args:
            document: Its JSON; of a file that is no JSON its card: mediaType, sha256, size.
            document_type: What it is, such as CROSS_BORDER_INVOICE.
            terms: What else; see `Registration`. An interchange receipt is signed by the haulier, too (`signers`).
        """
        return self._made(document, {"document_type": document_type, **terms})

    @call
    def prepare_successor(
        self,
        document_id: str,
        document: Mapping[str, Any],
        *,
        subject_kind: str | int | None,
        subject: str | None,
        valid_until: str | None,
        **terms: Unpack[Terms],
    ) -> Flow[PreparedRecord]:
        """Has what takes a document's place committed to, and its signing prepared."""
        anew = {"subject_kind": subject_kind, "subject": subject, "valid_until": valid_until}
        return self._succeeding(document_id, document, anew, terms)

    @call
    def supersede(
        self,
        document_id: str,
        document: Mapping[str, Any],
        *,
        subject_kind: str | int | None,
        subject: str | None,
        valid_until: str | None,
        **terms: Unpack[Filing],
    ) -> Flow[Made]:
        """Puts another document in the place of one; what it is about and its validity are said anew, be they None."""
        anew = {"subject_kind": subject_kind, "subject": subject, "valid_until": valid_until}
        found = yield from self._succeeding(document_id, document, anew, terms)
        return (yield from self._done(found, terms))

    def _succeeding(
        self,
        document_id: str,
        document: Mapping[str, Any],
        anew: Mapping[str, Any],
        terms: Mapping[str, Any],
    ) -> Flow[PreparedRecord]:
        salt = terms.get("salt") or fresh_salt()
        successor = record_id_of(document, salt)
        intent = {"documentId": document_id, "successor": successor}
        intent |= intent_of_terms({**anew, **terms})
        asked = {**told(terms), **anew, "document": document, "salt": salt}
        path = f"{self._path}/{segment(document_id)}/successor/prepare"
        return self.flows.prepare_at(path, asked, ("document_id", successor), intent)

    @call
    def list(
        self, after: str | None = None, **query: Unpack[DocumentsQuery]
    ) -> Flow[Page[SupportingDocumentSummary]]:
        """A page of one's supporting documents, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[DocumentsQuery]
    ) -> Flow[Page[SupportingDocumentSummary]]:
        """All of one's supporting documents, newest first."""
        return self._listed(after, query)


class Milestones(
    FromDocuments[M], MilestoneVerbs[M], Records[M, MilestoneBatchSummary, MilestoneBatch]
):
    """Batches of port operation events 作业节点."""

    _collection = "milestones"
    _path, _summary, _record = "/v1/milestones", MilestoneBatchSummary, MilestoneBatch

    @call
    def prepare(
        self, events: Sequence[Mapping[str, Any]], **terms: Unpack[About]
    ) -> Flow[PreparedRecord]:
        """Has events checked and committed to, and their anchoring prepared."""
        return self._batch(f"{self._path}/prepare", "batchId", {}, events, terms)

    @call
    def anchor(self, events: Sequence[Mapping[str, Any]], **terms: Unpack[Anchoring]) -> Flow[Made]:
        """Anchors events that have happened, as one batch; `wallets.milestones` proves each of them.

        Args:
            events: The events in their order, in the spelling of DCSA Track & Trace.
            terms: What else; see `Anchoring`.
        """
        found = yield from self._batch(f"{self._path}/prepare", "batchId", {}, events, terms)
        return (yield from self._done(found, terms))

    @call
    def prepare_correction(
        self,
        batch_id: str,
        events: Sequence[Mapping[str, Any]],
        *,
        subject_kind: str | int | None,
        subject: str | None,
        **terms: Unpack[Terms],
    ) -> Flow[PreparedRecord]:
        """Has the events that are right checked and committed to, and the correction prepared."""
        anew = {"subject_kind": subject_kind, "subject": subject}
        return self._batch(self._correction(batch_id), "correction", anew, events, terms)

    @call
    def correct(
        self,
        batch_id: str,
        events: Sequence[Mapping[str, Any]],
        *,
        subject_kind: str | int | None,
        subject: str | None,
        **terms: Unpack[Filing],
    ) -> Flow[Made]:
        """Anchors what is right where a batch is wrong; what it is about is said anew, be it None."""
        anew = {"subject_kind": subject_kind, "subject": subject}
        path = self._correction(batch_id)
        found = yield from self._batch(path, "correction", anew, events, terms)
        return (yield from self._done(found, terms))

    def _correction(self, batch_id: str) -> str:
        return f"{self._path}/{segment(batch_id)}/correction/prepare"

    def _batch(
        self,
        path: str,
        name: str,
        anew: Mapping[str, Any],
        events: Sequence[Mapping[str, Any]],
        terms: Mapping[str, Any],
    ) -> Flow[PreparedRecord]:
        salt = terms.get("salt") or fresh_salt()
        batch_id = "0x" + batch_of(events, bytes.fromhex(salt[2:])).root.hex()
        intent = {name: batch_id, "events": len(events), **intent_of_terms({**anew, **terms})}
        asked = {**told(terms), **anew, "events": [*events], "salt": salt}
        return self.flows.prepare_at(path, asked, ("batch_id", batch_id), intent)

    @call
    def list(
        self, after: str | None = None, **query: Unpack[MilestonesQuery]
    ) -> Flow[Page[MilestoneBatchSummary]]:
        """A page of one's batches, newest first."""
        return self._listed(after, query)

    @each
    def all(
        self, after: str | None, **query: Unpack[MilestonesQuery]
    ) -> Flow[Page[MilestoneBatchSummary]]:
        """All of one's batches, newest first."""
        return self._listed(after, query)


class Participants(ParticipantVerbs[M], Asking[M]):
    """The member organisations and their wallets."""

    @call
    def list(self) -> Flow[tuple[Member, ...]]:
        """All members."""
        return self._get("/v1/participants", many(Member))

    @call
    def read(self, member: int) -> Flow[Member]:
        """A member."""
        return self._get(f"/v1/participants/{segment(member)}", one(Member))

    @call
    def wallets(self, member: int) -> Flow[tuple[Wallet, ...]]:
        """A member's wallets."""
        return self._get(f"/v1/participants/{segment(member)}/wallets", many(Wallet))

    @call
    def encryption_keys(self, member: int) -> Flow[tuple[EncryptionKey, ...]]:
        """A member's encryption keys as the gateway tells them; `files.proved_key` holds them against a trust."""
        return self._get(f"/v1/participants/{segment(member)}/encryption-keys", many(EncryptionKey))
