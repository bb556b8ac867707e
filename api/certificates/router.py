"""Export tax refund certificates (出口退税证明)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.certificates.examples import CORRECT, PREPARE
from api.certificates.schemas import (
    CertificateCorrect,
    CertificateCorrected,
    CertificateFilters,
    CertificatePage,
    CertificatePrepare,
    CertificatePrepared,
    CertificateQuery,
    CertificateRead,
    CertificateSummary,
)
from api.deps import Caller, Services
from api.exports import add_export
from api.kit.etag import IfMatch, Tags
from api.kit.pagination import page_of_records
from api.kit.paths import RecordId
from api.kit.records import History, HistoryEntryRead
from api.kit.responses import conditional, problems

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
    """Validates the application and returns what the applicant's wallet is to sign.

    The certificate's id is computed from the document and the salt. The document is not stored.
    """
    prepared, salt, item_salt = await services.certificates.prepare(body, subject)
    return CertificatePrepared(
        **CertificatePrepared.members_of(prepared),
        certificate_id=str(prepared.action.message["certificateId"]),
        salt=salt,
        item_salt=item_salt,
    )


@router.get("", summary="List certificates", responses=problems(401, 422))
async def list_certificates(
    services: Services, subject: Caller, query: Annotated[CertificateQuery, Query()]
) -> CertificatePage:
    """The certificates that your organisation is a party to, newest first; authorities see all."""
    found = await services.certificates.page(subject, query)
    items, cursor = page_of_records(found, query, lambda row: (row.updated_at, row.certificate_id))
    return CertificatePage(items=[CertificateSummary.of(row) for row in items], next_cursor=cursor)


add_export(
    router,
    "certificates",
    CertificateFilters,
    lambda services: services.certificates.some,
    lambda row: (row.updated_at, row.certificate_id),
    CertificateSummary.of,
    CertificateSummary,
)


@router.get("/{certificate_id}", summary="Read a certificate", responses=conditional(401, 404, 422))
async def read_certificate(
    services: Services, subject: Caller, certificate_id: RecordId, tags: Tags
) -> CertificateRead:
    """Its state, its quantities, and which actions come next for whom."""
    row = await services.certificates.get(certificate_id, subject)
    return tags.tagged(CertificateRead.with_next(row, subject), row.version)


@router.post(
    "/{certificate_id}/correction/prepare",
    summary="Prepare a correction",
    responses=problems(400, 401, 404, 412, 422),
)
async def prepare_certificate_correction(
    services: Services,
    subject: Caller,
    certificate_id: RecordId,
    precondition: IfMatch,
    body: Annotated[
        CertificateCorrect, Body(openapi_examples={"agency export": {"value": CORRECT}})
    ],
) -> CertificateCorrected:
    """Validates the corrected application and returns what the applicant's wallet is to sign.

    A returned application is submitted again under its id. For an issued certificate, not used, it is the
    application to have another issued in its place. The document is not stored.
    """
    prepared, content, salt = await services.certificates.correct(
        certificate_id, body, subject, precondition
    )
    return CertificateCorrected(
        **CertificateCorrected.members_of(prepared),
        certificate_id=certificate_id,
        content=content,
        salt=salt,
    )


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
