"""Sealed files: a bill's transport document, and the files of supporting documents."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api.deps import Caller, Services
from api.files.schemas import FileCreate, FileList, FileRead, KeyList, KeyRead, KeysAdd
from api.kit.paths import RecordId
from api.kit.responses import problems
from api.kit.schema import Id

PATH = "/v1/files"
"""Where files are sent to: its bodies may be larger than others."""
router = APIRouter(tags=["files"])
FileId = Annotated[Id, Path(description="The file's id: its SHA-256 as 0x-hex.")]
_SEALED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The sealed file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    PATH,
    status_code=201,
    summary="Keep a sealed file",
    responses=problems(401, 403, 404, 409, 422, 429, 503),
)
async def keep_file(services: Services, subject: Caller, body: FileCreate) -> FileRead:
    """Keeps a file that was sealed on your own machine, and its key wrapped for the first readers.

    For the member that put the record on the ledger: a bill's carrier, a supporting document's issuer. Nothing of the
    file can be read here. Sending the same file again changes nothing.
    """
    return FileRead.of(await services.files.add(subject, body))


@router.get(
    "/v1/bills/{bill_id}/files", summary="List a bill's files", responses=problems(401, 404, 422)
)
async def list_bill_files(services: Services, subject: Caller, bill_id: RecordId) -> FileList:
    """The sealed files of a bill that your organisation may read, newest first.

    The one whose `content` is the bill's is its transport document.
    """
    found = await services.files.of_record(subject, "bill", bill_id)
    return FileList(items=[FileRead.of(file) for file in found])


@router.get(
    "/v1/documents/{document_id}/files",
    summary="List a supporting document's files",
    responses=problems(401, 404, 422),
)
async def list_document_files(
    services: Services, subject: Caller, document_id: RecordId
) -> FileList:
    """The sealed files of a supporting document that your organisation may read, newest first."""
    found = await services.files.of_record(subject, "document", document_id)
    return FileList(items=[FileRead.of(file) for file in found])


@router.get(PATH + "/{file_id}", summary="Read about a file", responses=problems(401, 404, 422))
async def read_file(services: Services, subject: Caller, file_id: FileId) -> FileRead:
    """What is known of a sealed file."""
    return FileRead.of(await services.files.get(subject, file_id))


@router.get(
    PATH + "/{file_id}/sealed",
    summary="Download a sealed file",
    responses={**_SEALED, **problems(401, 404, 422, 503)},
    response_class=Response,
)
async def download_file(services: Services, subject: Caller, file_id: FileId) -> Response:
    """The sealed file, to be opened on your own machine with a key of `/v1/files/{file_id}/keys`."""
    data = await services.files.sealed(subject, file_id)
    return Response(data, media_type="application/octet-stream")


@router.get(
    PATH + "/{file_id}/keys", summary="List your keys of a file", responses=problems(401, 404, 422)
)
async def list_file_keys(services: Services, subject: Caller, file_id: FileId) -> KeyList:
    """The file's content key as it was wrapped for your organisation's encryption keys."""
    found = await services.files.keys_for(subject, file_id)
    return KeyList(items=[KeyRead.of(key) for key in found])


@router.post(
    PATH + "/{file_id}/keys",
    status_code=201,
    summary="Wrap a file's key for others",
    responses=problems(401, 403, 404, 409, 422),
)
async def add_file_keys(
    services: Services, subject: Caller, file_id: FileId, body: KeysAdd
) -> KeyList:
    """Keeps the file's key wrapped for more readers, as a holder does for the next one.

    A reader gets it once it may read the record, so that the key can be wrapped before the transfer. For whoever has a
    key of the file itself.
    """
    added = await services.files.add_keys(subject, file_id, body.keys)
    return KeyList(items=[KeyRead.of(key) for key in added])
