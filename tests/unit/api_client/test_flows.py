"""The sans-I/O core: prepare → sign → submit → await final, without a socket."""

from __future__ import annotations

import pytest

from api.client import ActionFailed, NotFinalYet, Refused, SignerMissing, UnexpectedAnswer
from api.client.flows import Flows, wire
from api.client.messages import Request, Response
from api.client.resources import PreparedAction
from tests.unit.api_client.gateway_by_hand import (
    BILL,
    ENDORSE,
    ZERO,
    Gateway,
    answer,
    carry,
    prepared,
    record,
    wallet,
)
from wallets.commitment import commit
from wallets.recover import recover

URL = "http://127.0.0.1:8000"
INTENT = {"billId": BILL, "endorsement": "ToOrder", "endorsee": 7, "deliverTo": 7}


def flows() -> Flows:
    return Flows(URL, wallet())


def test_act_prepares_signs_submits_and_awaits() -> None:
    gateway = Gateway()
    gateway.states = ["accepted", "submitted", "final"]

    result, asked = carry(flows().act("Endorse", INTENT), gateway)

    assert result.final
    assert [(r.method, r.path) for r in asked] == [
        ("GET", "/v1/deployment"),
        ("POST", "/v1/auth/nonce"),
        ("POST", "/v1/auth/session"),
        ("POST", "/v1/actions/prepare"),
        ("POST", "/v1/actions"),
        ("GET", f"/v1/actions/{gateway.prepared['action_id']}"),
        ("GET", f"/v1/actions/{gateway.prepared['action_id']}"),
    ]
    submitted = asked[4].body or {}
    digest = bytes.fromhex(gateway.prepared["action_id"][2:])
    signature = bytes.fromhex(submitted["signatures"][0][2:])
    assert recover(digest, signature) == wallet().address
    assert submitted["message"] == ENDORSE


def test_the_sign_in_message_names_the_gateway_that_we_speak_to() -> None:
    _, asked = carry(flows().sign_in(), Gateway())

    text = (asked[2].body or {})["message"]
    assert text.startswith("127.0.0.1:8000 wants you to sign in with your Ethereum account:\n")
    assert f"\nURI: {URL}\n" in text
    assert "\nChain ID: 1337\n" in text


def test_a_session_that_is_gone_is_renewed_once_in_mid_flow() -> None:
    gateway, client = Gateway(), flows()
    carry(client.sign_in(), gateway)
    gateway.refuse_tokens = {gateway.tokens[0]}

    result, asked = carry(client.prepare("Endorse", INTENT), gateway)

    assert result.action == "Endorse"
    assert [r.path for r in asked] == [
        "/v1/actions/prepare",
        "/v1/auth/nonce",
        "/v1/auth/session",
        "/v1/actions/prepare",
    ]


def test_a_session_that_is_refused_again_is_a_refusal() -> None:
    gateway = Gateway()

    def never(request: Request) -> Response:
        if request.signed_in:
            return answer(401, {"code": "session_unknown", "detail": "no such session"})
        return gateway(request)

    with pytest.raises(Refused) as caught:
        carry(flows().prepare("Endorse", INTENT), never)
    assert caught.value.code == "session_unknown"


def test_a_session_is_renewed_before_it_ends() -> None:
    gateway, client = Gateway(), flows()
    gateway.session_seconds = 10
    carry(client.sign_in(), gateway)

    _, asked = carry(client.prepare("Endorse", INTENT), gateway)

    assert [r.path for r in asked][:2] == ["/v1/auth/nonce", "/v1/auth/session"]


def test_an_api_key_takes_the_place_of_a_session() -> None:
    client = Flows(URL, api_key="quay_key")

    _, asked = carry(client.prepare("Endorse", INTENT), lambda _: answer(200, prepared()))

    assert [r.headers["Authorization"] for r in asked] == ["Bearer quay_key"]


@pytest.mark.parametrize("path", ["https://elsewhere.test/v1/bills", "HTTP:elsewhere.test"])
def test_no_other_server_gets_the_session_or_the_key(path: str) -> None:
    _, asked = carry(
        Flows(URL, api_key="quay_key").call(Request("GET", path)), lambda _: answer(200, {})
    )
    assert [dict(r.headers) for r in asked] == [{}]


def test_without_a_wallet_nothing_is_signed() -> None:
    client = Flows(URL, api_key="quay_key")

    def gateway(request: Request) -> Response:
        return Gateway()(request) if not request.signed_in else answer(200, prepared())

    with pytest.raises(SignerMissing):
        carry(client.act("Endorse", INTENT), gateway)


def test_a_nonce_that_was_used_up_is_replaced_once() -> None:
    gateway = Gateway()
    refusals = iter([True])

    def forgetful(request: Request) -> Response:
        if request.path == "/v1/auth/session" and next(refusals, False):
            return answer(401, {"code": "nonce_unknown", "detail": "used already"})
        return gateway(request)

    session, asked = carry(flows().sign_in(), forgetful)

    assert session.member == 4
    assert [r.path for r in asked].count("/v1/auth/nonce") == 2


@pytest.mark.parametrize("field", ["endorsee", "deliverTo", "billId", "endorsement"])
def test_a_gateway_that_changes_the_terms_gets_no_signature(field: str) -> None:
    changed = ENDORSE | {field: "0x" + "cd" * 32 if field == "billId" else 2}
    gateway = Gateway(message=changed)

    with pytest.raises(UnexpectedAnswer, match=field):
        carry(flows().act("Endorse", INTENT), gateway)


def test_a_gateway_that_names_another_digest_gets_no_signature() -> None:
    gateway = Gateway(action_id="0x" + "11" * 32)

    with pytest.raises(UnexpectedAnswer, match="false id"):
        carry(flows().act("Endorse", INTENT), gateway)


def test_what_the_contract_refuses_on_chain_is_a_failed_action() -> None:
    gateway = Gateway()
    error = {"name": "BillStaleVersion", "args": {"seen": 3}, "detail": "the bill has moved on"}

    def failing(request: Request) -> Response:
        if request.path == "/v1/actions":
            return answer(202, record(gateway.prepared, "failed", error=error))
        return gateway(request)

    with pytest.raises(ActionFailed, match="the bill has moved on") as caught:
        carry(flows().act("Endorse", INTENT), failing)
    assert caught.value.contract_error is not None
    assert caught.value.contract_error.name == "BillStaleVersion"
    assert caught.value.contract_error.args == {"seen": 3}


def test_an_action_that_takes_too_long_stays_findable() -> None:
    gateway = Gateway()
    gateway.states = ["accepted"] * 3

    with pytest.raises(NotFinalYet) as caught:
        carry(flows().act("Endorse", INTENT, within=0.0), gateway)
    assert caught.value.record.action_id == gateway.prepared["action_id"]


def test_a_problem_keeps_its_code_its_fields_and_the_contracts_error() -> None:
    problem = {
        "title": "Invalid input",
        "code": "invalid_input",
        "detail": "two things are wrong",
        "errors": [{"field": "intent.endorsee", "rule": "uint24", "message": "is too large"}],
        "contract_error": {"name": "BillNotHolder", "args": {"actor": 4}},
        "remedy": "look again",
    }

    with pytest.raises(Refused) as caught:
        carry(Flows(URL, api_key="k").read("/v1/bills"), lambda _: answer(422, problem))

    refused = caught.value
    assert (refused.status, refused.code, refused.detail) == (
        422,
        "invalid_input",
        "two things are wrong",
    )
    assert refused.errors[0].field == "intent.endorsee"
    assert refused.contract_error is not None
    assert refused.contract_error.name == "BillNotHolder"
    assert "intent.endorsee: is too large" in str(refused)


@pytest.mark.parametrize("body", [None, "<html>", [], {"detail": None}])
def test_an_answer_that_is_no_problem_is_still_a_refusal(body: object) -> None:
    with pytest.raises(Refused) as caught:
        carry(Flows(URL, api_key="k").read("/v1/bills"), lambda _: answer(418, body))
    assert caught.value.code == "http_418"


@pytest.mark.parametrize("body", [None, [], "x", {}, {"action": "Endorse"}, {"message": 1}])
def test_an_answer_of_another_shape_is_unexpected(body: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        carry(Flows(URL, api_key="k").prepare("Endorse", INTENT), lambda _: answer(200, body))


def test_a_new_record_is_the_commitment_of_its_document() -> None:
    document = {"transportDocumentReference": "EMRL1"}
    sent: dict[str, object] = {}

    def honest(request: Request) -> Response:
        sent.update(request.body or {})
        salt = bytes.fromhex(str(sent["salt"])[2:])
        bill_id = "0x" + commit(document, salt).root.hex()
        return answer(200, issue(bill_id) | {"bill_id": bill_id, "salt": sent["salt"]})

    made, _ = carry(
        Flows(URL, api_key="k").prepare_record("bills", document, {"holder": 5}), honest
    )

    assert made.record_id == made.prepared.message["billId"]
    assert made.intent == {"billId": made.record_id, "holder": 5}


def test_a_gateway_that_commits_to_another_document_is_found_out() -> None:
    other = issue(BILL) | {"bill_id": BILL, "salt": ZERO}

    with pytest.raises(UnexpectedAnswer, match="another document"):
        carry(
            Flows(URL, api_key="k").prepare_record("bills", {"a": 1}, {}),
            lambda _: answer(200, other),
        )


def test_several_sign_in_the_order_given() -> None:
    gateway, client = Gateway(), flows()
    signers = [wallet("first"), wallet("second")]
    digest = bytes.fromhex(gateway.prepared["action_id"][2:])

    action = PreparedAction.of_json(gateway.prepared)
    signatures, _ = carry(client.sign(action, INTENT, signers), gateway)

    assert [recover(digest, s) for s in signatures] == [s.address for s in signers]


def test_pages_are_read_to_the_end() -> None:
    pages = {None: (["a", "b"], "b"), "b": (["c"], None)}

    def gateway(request: Request) -> Response:
        items, following = pages[request.query.get("after")]
        return answer(200, {"items": [{"id": i} for i in items], "next_cursor": following})

    found, _ = carry(Flows(URL, api_key="k").everything("/v1/bills"), gateway)

    assert [item["id"] for item in found] == ["a", "b", "c"]


def test_a_path_segment_stays_one_segment() -> None:
    client = Flows(URL, api_key="k")
    _, asked = carry(client.action("../bills"), lambda _: answer(200, record(prepared())))
    assert asked[0].path == "/v1/actions/..%2Fbills"


def test_large_integers_travel_as_text() -> None:
    assert wire({"containers": 1 << 200, "version": 3}) == {
        "containers": str(1 << 200),
        "version": 3,
    }


def test_secrets_do_not_show() -> None:
    gateway = Gateway()
    session, _ = carry(flows().sign_in(), gateway)
    assert gateway.tokens[0] not in repr(session)


def issue(bill_id: str) -> dict[str, object]:
    message = {
        "billId": bill_id,
        "actor": 3,
        "kind": 1,
        "holder": 5,
        "titleHolder": 5,
        "representedParty": 0,
        "remark": ZERO,
    }
    return prepared("IssueBill", message)
