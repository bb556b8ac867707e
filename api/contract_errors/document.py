"""Documents, and what documents and milestones are about."""

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

ENTRIES: dict[str, Entry] = {
    "SubjectKindUnknown": entry(
        VALUE,
        ("There is no kind of subject {subjectKind}.", "没有对象类别 {subjectKind}。"),
        ("Use one of SubjectKind, by name.", "请使用 SubjectKind 中的类别名称。"),
    ),
    "SubjectMismatch": entry(
        VALUE,
        (
            "A subject has a kind and an id, or neither: {subjectKind:SubjectKind}, {subject:id}.",
            "对象类别与编号应同时填写或同时留空：{subjectKind:SubjectKind}，{subject:id}。",
        ),
        ("Send `subjectKind` and `subject`, or leave both out.", "请同时提交或同时省略两个字段。"),
    ),
    "SubjectNotOnLedger": entry(
        VALUE,
        (
            "There is no {subjectKind:SubjectKind} {subject:id} on this ledger.",
            "本账本上没有 {subjectKind:SubjectKind} {subject:id}。",
        ),
        CHECK_ID,
    ),
    "DocumentEmptyId": entry(VALUE, ("The document's id is empty.", "单证编号为空。"), CHECK_ID),
    "DocumentAlreadyRegistered": entry(
        DOUBLE,
        (
            "Document {documentId:id} was registered before.",
            "单证 {documentId:id} 已登记。",
        ),
        NEW_RECORD,
    ),
    "DocumentUnknown": entry(
        STATE,
        ("There is no document {documentId:id}.", "没有单证 {documentId:id}。"),
        CHECK_ID,
    ),
    "DocumentStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the document; it is {current} now.",
            "签名所见单证版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "DocumentUnexpectedState": entry(
        STATE,
        (
            "The document is {current:DocumentState}; this needs {allowed:DocumentStates}.",
            "单证状态为 {current:DocumentState}；该操作需要 {allowed:DocumentStates}。",
        ),
        READ_RECORD,
    ),
    "DocumentTypeUnknown": entry(
        VALUE,
        ("There is no type of document {documentType}.", "没有单证类型 {documentType}。"),
        ("Use one of DocumentType, by name.", "请使用 DocumentType 中的类型名称。"),
    ),
    "DocumentValidityMissing": entry(
        VALUE,
        (
            "A {documentType:DocumentType} expires: it needs `validUntil`.",
            "{documentType:DocumentType} 有有效期，须填写 `validUntil`。",
        ),
        ("State until when it is valid.", "请填写有效期。"),
    ),
    "DocumentValidityPassed": entry(
        VALUE,
        (
            "The validity until {validUntil:time} has passed; it is {time:time}.",
            "有效期 {validUntil:time} 已过，当前为 {time:time}。",
        ),
        ("Give a time to come.", "请填写未来的时间。"),
    ),
    "DocumentUndefinedRoles": entry(
        VALUE,
        (
            "Some of the consumer's roles are not defined: bits {consumerRoles:bits}.",
            "使用方角色含未定义的位：{consumerRoles:bits}。",
        ),
        ("Use the names of Roles.", "请使用 Roles 中的角色名称。"),
    ),
    "DocumentNotIssuer": entry(
        RIGHT,
        (
            "Member {actor} is not this document's issuer; member {issuer} is.",
            "成员 {actor} 不是该单证的签发方；签发方为成员 {issuer}。",
        ),
        RIGHT_PARTY,
    ),
    "DocumentNotConsumable": entry(
        STATE,
        (
            "Document {documentId:id} was registered to be shown, not to be used up.",
            "单证 {documentId:id} 登记时未指定使用方，不可核销。",
        ),
        (
            "Have its issuer register one that names who may use it up.",
            "请由签发方登记一份指明使用方的单证。",
        ),
    ),
    "DocumentNotConsumer": entry(
        RIGHT,
        (
            "Member {actor} may not use this document up; member {consumer} may.",
            "成员 {actor} 无权使用该单证；使用方为成员 {consumer}。",
        ),
        RIGHT_PARTY,
    ),
    "DocumentNeedsBoth": entry(
        STATE,
        (
            (
                "Equipment interchange receipt {documentId:id} takes both sides' signatures, and neither "
                "undoes it alone."
            ),
            "设备交接单 {documentId:id} 须双方签名，任何一方不得单独更改。",
        ),
        (
            "Register one together: RegisterInterchange, signed by both.",
            "请双方共同登记：RegisterInterchange，由双方签名。",
        ),
    ),
    "DocumentSameParty": entry(
        VALUE,
        (
            "Member {actor} is both sides of interchange {documentId:id}.",
            "成员 {actor} 不得同时为交接 {documentId:id} 的双方。",
        ),
        ("Name the haulier that signs too.", "请指明共同签名的车队。"),
    ),
    "DocumentUseMissing": entry(
        VALUE,
        ("A use names what it is for (`usedFor`).", "使用须注明用途（`usedFor`）。"),
        (
            "Send the salted commitment of it as the field named.",
            "请在相应字段提交其加盐承诺值。",
        ),
    ),
}
