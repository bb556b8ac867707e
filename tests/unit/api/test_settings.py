"""The gateway's settings."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from api.settings import ApiSettings
from chain.settings import ChainSettings, SettingsError
from chain.store.place import Store


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
    with pytest.raises(SettingsError, match=r"^QUAY_API_CERTIFICATE_TYPES_WITH_BILL\.0: "):
        ApiSettings.from_environment()
    monkeypatch.setenv("QUAY_API_CERTIFICATE_TYPES_WITH_BILL", "1, 7")
    with pytest.raises(SettingsError, match="must be JSON"):
        ApiSettings.from_environment()


@pytest.mark.parametrize(
    "address",
    ["mysql://u:sesame@host/name", "sesame", "postgresql://u:sesame@host", "postgresql://[sesame"],
)
def test_an_address_that_is_no_databases_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("QUAY_CHAIN_DATABASE_URL", address)
    with pytest.raises(SettingsError, match=r"^QUAY_CHAIN_DATABASE_URL: ") as refused:
        ChainSettings.from_environment()
    assert "sesame" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_address_of_a_database_is_told_without_its_password() -> None:
    settings = ChainSettings(
        database_url=SecretStr("postgres://u:sesame@host:1/name?sslmode=require")
    )
    place = settings.place(Store.JOURNAL)
    assert (place.name, place.schema) == ("name at host", "journal")
    assert "sesame" not in repr(place) + repr(settings)
    assert str(place.address).endswith("?sslmode=require")


@pytest.mark.parametrize("url", ["quay.example", "ftp://quay.example", "http://"])
def test_a_public_address_is_an_absolute_url(url: str) -> None:
    with pytest.raises(ValidationError):
        ApiSettings(public_url=url)
