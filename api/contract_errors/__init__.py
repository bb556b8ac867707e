"""What every custom error of the contracts means to a caller, in English and Chinese."""

from collections.abc import Mapping

from api.contract_errors import (
    appointment,
    bill,
    box,
    certificate,
    claim,
    consortium,
    document,
    inspection,
    milestone,
    other,
    release,
    signed,
)
from api.contract_errors.entry import Entry

CATALOGUE: Mapping[str, Entry] = {
    **signed.ENTRIES,
    **consortium.ENTRIES,
    **bill.ENTRIES,
    **release.ENTRIES,
    **box.ENTRIES,
    **appointment.ENTRIES,
    **inspection.ENTRIES,
    **certificate.ENTRIES,
    **claim.ENTRIES,
    **document.ENTRIES,
    **milestone.ENTRIES,
    **other.ENTRIES,
}
"""Custom error → entry; a test walks the ABIs and fails for a missing one."""
