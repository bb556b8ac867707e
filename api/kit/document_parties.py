"""The parties of a transport document, and their identifiers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.kit.documents import Document
from api.kit.party_checks import check_lei, check_uscc
from api.kit.rules import Finding, Rule, raise_findings

PartyName = Annotated[str, StringConstraints(min_length=1, max_length=70, pattern=r"^\S(?:.*\S)?$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

USCC_COUNTRY = Rule(
    "uscc_country",
    "GB 32100-2015",
    "a unified social credit code is China's: its countryCode is CN",
    "统一社会信用代码的国家代码应为CN",
)

_LEI_PROVIDER, _LEI_LIST = "GLEIF", "LEI"
_USCC_TYPE, _USCC_COUNTRY = "USCC", "CN"


class IdentifyingCode(Document):
    """A party's code in somebody's list; a GLEIF code is checked as a legal entity identifier."""

    code_list_provider: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    party_code: Annotated[str, StringConstraints(min_length=1, max_length=150)]
    code_list_name: Annotated[str, StringConstraints(max_length=100)] | None = None

    @model_validator(mode="after")
    def _valid_lei(self) -> Self:
        if self.code_list_provider.upper() == _LEI_PROVIDER or self.code_list_name == _LEI_LIST:
            try:
                check_lei(self.party_code)
            except PydanticCustomError as error:
                raise_findings("IdentifyingCode", [Finding(("partyCode",), error, self.party_code)])
        return self


class TaxLegalReference(Document):
    """A party's number with an authority; one of type USCC is checked as a 统一社会信用代码."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    country_code: CountryCode
    value: Annotated[str, StringConstraints(min_length=1, max_length=35)]

    @model_validator(mode="after")
    def _valid_uscc(self) -> Self:
        if self.type == _USCC_TYPE:
            raise_findings("TaxLegalReference", self._uscc_findings())
        return self

    def _uscc_findings(self) -> list[Finding]:
        findings = []
        if self.country_code != _USCC_COUNTRY:
            error = USCC_COUNTRY.broken()
            findings.append(Finding(("countryCode",), error, self.country_code))
        try:
            check_uscc(self.value)
        except PydanticCustomError as error:
            findings.append(Finding(("value",), error, self.value))
        return findings


class Party(Document):
    """A party that is named: by its name, and by identifiers where it has any."""

    party_name: PartyName
    identifying_codes: list[IdentifyingCode] = Field(default_factory=list)
    tax_legal_references: list[TaxLegalReference] = Field(default_factory=list)


class EntitledParty(Party):
    """A consignee or endorsee: DCSA wants at least one identifying code of it."""

    identifying_codes: Annotated[list[IdentifyingCode], Field(min_length=1)]


class DocumentParties(Document):
    """Everybody that the transport document names."""

    shipper: Party
    issuing_party: Party
    consignee: EntitledParty | None = None
    endorsee: EntitledParty | None = None
    notify_parties: Annotated[list[Party], Field(max_length=3)] = Field(default_factory=list)
