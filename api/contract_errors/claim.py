"""RefundClaim."""

from api.contract_errors.entry import (
    CHECK_ID,
    DOUBLE,
    NEW_RECORD,
    READ_RECORD,
    RIGHT,
    RIGHT_PARTY,
    SEE_AGAIN,
    STATE,
    VALUE,
    Entry,
    entry,
)

_COMMITMENT = (
    "Send the salted commitment of it as the field named.",
    "请在相应字段提交其加盐承诺值。",
)

ENTRIES: dict[str, Entry] = {
    "ClaimEmptyId": entry(VALUE, ("The claim's id is empty.", "退税申报编号为空。"), CHECK_ID),
    "ClaimAlreadyFiled": entry(
        DOUBLE,
        ("Claim {claimId:id} was filed before.", "退税申报 {claimId:id} 已提交。"),
        NEW_RECORD,
    ),
    "ClaimUnknown": entry(
        STATE,
        ("There is no claim {claimId:id}.", "没有退税申报 {claimId:id}。"),
        CHECK_ID,
    ),
    "ClaimStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the claim; it is {current} now.",
            "签名所见退税申报版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "ClaimUnexpectedState": entry(
        STATE,
        (
            "The claim is {current:ClaimState}; this needs {allowed:ClaimStates}.",
            "退税申报状态为 {current:ClaimState}；该操作需要 {allowed:ClaimStates}。",
        ),
        READ_RECORD,
    ),
    "ClaimNotExporter": entry(
        RIGHT,
        (
            "Member {actor} did not file this claim; member {exporter} did.",
            "成员 {actor} 不是该退税申报的申报人；申报人为成员 {exporter}。",
        ),
        RIGHT_PARTY,
    ),
    "ClaimNotTaxAuthority": entry(
        RIGHT,
        (
            "Member {actor} is not this claim's tax authority; member {taxAuthority} is.",
            "成员 {actor} 不是该退税申报的主管税务机关；主管机关为成员 {taxAuthority}。",
        ),
        RIGHT_PARTY,
    ),
    "ClaimClassUnknown": entry(
        VALUE,
        (
            "There is no management class {managementClass}.",
            "没有管理类别 {managementClass}。",
        ),
        ("Use one of the four classes, 1 to 4.", "请使用四个类别之一（1 至 4）。"),
    ),
    "ClaimOutcomeUnknown": entry(
        VALUE,
        ("There is no outcome {outcome}.", "没有办结结论 {outcome}。"),
        ("Use Approved or Refused.", "请使用 Approved 或 Refused。"),
    ),
    "ClaimEmptyContent": entry(
        VALUE,
        (
            "The commitment of the corrected claim is empty (`content`).",
            "补正后申报内容的承诺值为空（`content`）。",
        ),
        _COMMITMENT,
    ),
    "ClaimReasonMissing": entry(
        VALUE,
        (
            "A refusal, or a return for correction, states its reason (`remark`).",
            "不予退税或退回补正须说明理由（`remark`）。",
        ),
        _COMMITMENT,
    ),
}
