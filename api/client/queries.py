"""What lists can be asked for. Written from docs/openapi.json by `make fix`; do not edit."""

from datetime import datetime
from typing import TypedDict


class BillsQuery(TypedDict, total=False):
    """What `GET /v1/bills` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    kind: str
    carrier: int
    holder: int
    title_holder: int
    release_to: int
    pledgee: int
    role: str


class BulkIssuesRowsQuery(TypedDict, total=False):
    """What `GET /v1/bulk-issues/{bulk_id}/rows` can be asked for."""

    status: str
    limit: int


class ReleasesQuery(TypedDict, total=False):
    """What `GET /v1/releases` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    bill_id: str
    carrier: int
    terminal: int
    release_to: int
    role: str


class SharedContainersQuery(TypedDict, total=False):
    """What `GET /v1/shared-containers` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    carrier: int
    bill_id: str


class AppointmentsQuery(TypedDict, total=False):
    """What `GET /v1/appointments` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    order_id: str
    collector: int
    terminal: int


class InspectionsQuery(TypedDict, total=False):
    """What `GET /v1/inspections` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    order_id: str
    office: int
    agent: int


class CertificatesQuery(TypedDict, total=False):
    """What `GET /v1/certificates` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    certificate_type: str
    applicant: int
    tax_authority: int
    user: int
    bill_id: str
    used_for: str
    role: str


class ClaimsQuery(TypedDict, total=False):
    """What `GET /v1/claims` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    management_class: str
    exporter: int
    tax_authority: int


class DocumentsQuery(TypedDict, total=False):
    """What `GET /v1/documents` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    document_type: str
    issuer: int
    consumer: int
    subject: str


class MilestonesQuery(TypedDict, total=False):
    """What `GET /v1/milestones` can be asked for."""

    sort: str
    made_since: datetime | str
    made_before: datetime | str
    updated_since: datetime | str
    party: int
    limit: int
    state: str
    observer: int
    subject_kind: str
    subject: str


class WebhooksDeliveriesQuery(TypedDict, total=False):
    """What `GET /v1/webhooks/{webhook_id}/deliveries` can be asked for."""

    status: str
    limit: int
