"""Export tax refund certificates (出口退税证明)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from api.certificates.examples import PREPARE
from api.certificates.schemas import (
    CertificatePage,
    CertificatePrepare,
    CertificatePrepared,
    CertificateRead,
    CertificateSummary,
)
from api.deps import Caller, Services
from api.kit.etag import set_entity_tag
from api.kit.pagination import DEFAULT_LIMIT, Limit, page_of
from api.kit.paths import After, Member, RecordId
from api.kit.query import CertificateStateName, CertificateTypeName
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import problems
from api.kit.schema import Id
from chain.read_model import CertificateFilter

router = APIRouter(prefix="/v1/certificates", tags=["certificates"])


@router.post(
    "/prepare",
    summary="Prepare an application for a certificate",
    responses=problems(400, 401, 422),
)
async def prepare_certificate(
    services: Services,
    subject: Caller,
    body: Annotated[
        CertificatePrepare, Body(openapi_examples={"agency export": {"value": PREPARE}})
    ],
) -> CertificatePrepared:
    """Validates the application, computes the certificate's id from it and the salt, and returns
    what the applicant's wallet is to sign. The document is not stored.
    """
    prepared, salt, item_salt = await services.certificates.prepare(body, subject)
    return CertificatePrepared(
        **CertificatePrepared.members_of(prepared),
        certificate_id=str(prepared.action.message["certificateId"]),
        salt=salt,
        item_salt=item_salt,
    )


@router.get("", summary="List certificates", responses=problems(401, 422))
async def list_certificates(  # noqa: PLR0913: a filter each
    services: Services,
    subject: Caller,
    state: CertificateStateName | None = None,
    certificate_type: CertificateTypeName | None = None,
    applicant: Member = None,
    tax_authority: Member = None,
    user: Member = None,
    bill_id: Annotated[Id | None, Query(description="The bill of lading.")] = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> CertificatePage:
    """The certificates that your organisation is a party to, newest first; authorities see all."""
    filters = CertificateFilter(state, certificate_type, applicant, tax_authority, user, bill_id)
    found = await services.certificates.page(subject, filters, after, limit)
    items, cursor = page_of(found, limit, lambda row: row.certificate_id)
    return CertificatePage(items=[CertificateSummary.of(row) for row in items], next_cursor=cursor)


@router.get("/{certificate_id}", summary="Read a certificate", responses=problems(401, 404, 422))
async def read_certificate(
    services: Services, subject: Caller, certificate_id: RecordId, response: Response
) -> CertificateRead:
    """Its state, its quantities, and which actions come next for whom."""
    row = await services.certificates.get(certificate_id, subject)
    set_entity_tag(response, row.version)
    return CertificateRead.with_next(row, subject)


@router.get(
    "/{certificate_id}/history",
    summary="Read a certificate's history",
    responses=problems(401, 404, 422),
)
async def read_certificate_history(
    services: Services, subject: Caller, certificate_id: RecordId
) -> History:
    """Every step since the application, with who signed."""
    entries = await services.certificates.history(certificate_id, subject)
    return History(items=[HistoryEntryRead.of(entry) for entry in entries])
