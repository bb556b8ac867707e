"""The gateway's settings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.settings import ApiSettings


def test_the_gateway_listens_on_loopback_unless_told_otherwise() -> None:
    settings = ApiSettings()
    assert settings.url == "http://127.0.0.1:8080"
    assert settings.domain == "127.0.0.1:8080"


def test_sign_in_messages_name_the_public_address() -> None:
    settings = ApiSettings(public_url="https://quay.example/")
    assert (settings.url, settings.domain) == ("https://quay.example", "quay.example")


def test_an_unknown_setting_is_an_error() -> None:
    with pytest.raises(ValueError, match="QUAY_API_PROT"):
        ApiSettings.from_environment({"QUAY_API_PROT": "1"})


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUAY_API_PORT", "9")
    assert ApiSettings.from_environment().port == 9


def test_types_of_certificate_are_a_json_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUAY_API_CERTIFICATE_TYPES_WITH_BILL", "[1, 7]")
    assert ApiSettings.from_environment().certificate_types_with_bill == (1, 7)
    monkeypatch.setenv("QUAY_API_CERTIFICATE_TYPES_WITH_BILL", "[10]")
    with pytest.raises(ValidationError):
        ApiSettings.from_environment()


@pytest.mark.parametrize("url", ["quay.example", "ftp://quay.example", "http://"])
def test_a_public_address_is_an_absolute_url(url: str) -> None:
    with pytest.raises(ValidationError):
        ApiSettings(public_url=url)
