"""TaxRefundCertificate."""

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

_REASON = (
    "Send the salted commitment of it as the field named.",
    "请在相应字段提交其加盐承诺值。",
)

ENTRIES: dict[str, Entry] = {
    "CertificateEmptyId": entry(
        VALUE, ("The certificate's id is empty.", "证明编号为空。"), CHECK_ID
    ),
    "CertificateAlreadyApplied": entry(
        DOUBLE,
        (
            "Certificate {certificateId:id} was applied for before.",
            "证明 {certificateId:id} 已申请。",
        ),
        NEW_RECORD,
    ),
    "CertificateUnknown": entry(
        STATE,
        ("There is no certificate {certificateId:id}.", "没有证明 {certificateId:id}。"),
        CHECK_ID,
    ),
    "CertificateStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the certificate; it is {current} now.",
            "签名所见证明版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "CertificateUnexpectedState": entry(
        STATE,
        (
            "The certificate is {current:CertificateState}; this needs {allowed:CertificateStates}.",
            "证明状态为 {current:CertificateState}；该操作需要 {allowed:CertificateStates}。",
        ),
        READ_RECORD,
    ),
    "CertificateTypeUnknown": entry(
        VALUE,
        ("There is no type of certificate {certificateType}.", "没有证明类型 {certificateType}。"),
        ("Use one of the nine types, 1 to 9.", "请使用九类证明之一（1 至 9）。"),
    ),
    "CertificateEmptyItem": entry(
        VALUE,
        ("The commitment of the declaration's item is empty.", "报关单项的承诺值为空。"),
        _REASON,
    ),
    "CertificateQuantity": entry(
        VALUE,
        (
            "The quantity {quantity} is 0 or more than the {left} thousandths that the item has left.",
            "数量 {quantity} 为 0 或超过该项剩余的 {left}（千分之一单位）。",
        ),
        ("Apply for what is left at most.", "申请数量不得超过剩余数量。"),
    ),
    "CertificateDeclaredQuantity": entry(
        VALUE,
        (
            (
                "The declared quantity {declaredQuantity} differs from {before} of an earlier "
                "application on this item."
            ),
            "申报数量 {declaredQuantity} 与该项此前申请的 {before} 不一致。",
        ),
        ("State the declaration's own quantity.", "请填写报关单上的数量。"),
    ),
    "CertificateBillUnknown": entry(
        VALUE,
        ("Bill {billId:id} is not on this ledger.", "提单 {billId:id} 不在本账本上。"),
        CHECK_ID,
    ),
    "CertificateNotTaxAuthority": entry(
        RIGHT,
        (
            "Member {actor} is not this certificate's tax authority; member {taxAuthority} is.",
            "成员 {actor} 不是该证明的主管税务机关；主管机关为成员 {taxAuthority}。",
        ),
        RIGHT_PARTY,
    ),
    "CertificateNotUser": entry(
        RIGHT,
        (
            "Member {actor} may not use this certificate; member {user} may.",
            "成员 {actor} 无权使用该证明；使用人为成员 {user}。",
        ),
        RIGHT_PARTY,
    ),
    "CertificateNotApplicant": entry(
        RIGHT,
        (
            "Member {actor} did not apply for this certificate; member {applicant} did.",
            "成员 {actor} 不是该证明的申请人；申请人为成员 {applicant}。",
        ),
        RIGHT_PARTY,
    ),
    "CertificateEmptyContent": entry(
        VALUE,
        (
            "The commitment of the corrected application is empty (`content`).",
            "补正后申请内容的承诺值为空（`content`）。",
        ),
        _REASON,
    ),
    "CertificateReplacement": entry(
        STATE,
        (
            (
                "The applicant applied for the replacement {asked:id}, and this decides on "
                "{replacement:id}; all zeros are for none."
            ),
            "申请人申请重开的证明为 {asked:id}，本操作对应 {replacement:id}；全零表示不重开。",
        ),
        (
            "Void it where the applicant wants no replacement; else issue the one applied for.",
            "未申请重开的请作废；否则请重开申请人所申请的证明。",
        ),
    ),
    "CertificateReasonMissing": entry(
        VALUE,
        (
            "A refusal, or a return for correction, states its reason (`remark`).",
            "不予开具或退回补正须说明理由（`remark`）。",
        ),
        _REASON,
    ),
    "CertificateUseMissing": entry(
        VALUE, ("A use names what it is for (`usedFor`).", "使用须注明用途（`usedFor`）。"), _REASON
    ),
}
