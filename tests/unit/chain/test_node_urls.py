"""The addresses of nodes in a setting."""

import pytest

from chain.endpoints import node_urls
from chain.rpc import JsonRpc
from chain.settings import ChainSettings, SettingsError


def test_commas_part_the_addresses() -> None:
    assert node_urls("http://a:1") == ("http://a:1",)
    assert node_urls("http://a:1, https://b/key") == ("http://a:1", "https://b/key")


@pytest.mark.parametrize(
    "text",
    ["", "a:1", "ws://a:1", "http://a:1,", "http://:1", "http://a:99999", "http://a,http://a"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"http or https|twice"):
        node_urls(text)


def test_a_bad_setting_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUAY_CHAIN_RPC_URL", "ws://user:secret@a")
    with pytest.raises(SettingsError, match=r"QUAY_CHAIN_RPC_URL: .*http or https") as caught:
        ChainSettings.from_environment()
    assert "secret" not in str(caught.value)


def test_no_password_and_no_path_is_shown() -> None:
    rpc = JsonRpc("https://user:secret@node.example/key-of-mine")
    assert repr(rpc) == "JsonRpc(https://node.example)"
