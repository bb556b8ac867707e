"""Inspections."""

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
    "InspectionEmptyId": entry(
        VALUE,
        ("The inspection's id is empty.", "查验编号为空。"),
        CHECK_ID,
    ),
    "InspectionAlreadyInstructed": entry(
        DOUBLE,
        ("Inspection {inspectionId:id} was instructed before.", "查验 {inspectionId:id} 已下达。"),
        NEW_RECORD,
    ),
    "InspectionUnknown": entry(
        STATE,
        ("There is no inspection {inspectionId:id}.", "没有查验 {inspectionId:id}。"),
        CHECK_ID,
    ),
    "InspectionStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the inspection; it is {current} now.",
            "签名所见查验版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "InspectionUnexpectedState": entry(
        STATE,
        (
            "The inspection is {current:InspectionState}; this needs {allowed:InspectionStates}.",
            "查验状态为 {current:InspectionState}；该操作需要 {allowed:InspectionStates}。",
        ),
        READ_RECORD,
    ),
    "InspectionAuthority": entry(
        VALUE,
        ("Authority {authority} does not inspect.", "扣留机关 {authority} 不办理查验。"),
        ("Use Customs or Quarantine.", "请使用 Customs 或 Quarantine。"),
    ),
    "InspectionContainersMissing": entry(
        VALUE,
        ("No container is named.", "未列出集装箱。"),
        ("Name the containers to inspect.", "请列出待查验的箱序号。"),
    ),
    "InspectionNotHeld": entry(
        STATE,
        (
            "Containers {containers:bits} are not held one by one by this authority.",
            "箱序号 {containers:bits} 未被该机关逐箱扣留。",
        ),
        ("Set the hold on these containers first.", "请先对这些箱设置扣留。"),
    ),
    "InspectionHoldOfAnother": entry(
        RIGHT,
        (
            "Member {setter} set the hold (0 is nobody), not member {actor}.",
            "扣留由成员 {setter}（0 表示无）设置，而非成员 {actor}。",
        ),
        RIGHT_PARTY,
    ),
    "InspectionAlreadyOpen": entry(
        DOUBLE,
        (
            "Containers {containers:bits} are under another inspection.",
            "箱序号 {containers:bits} 已在另一查验中。",
        ),
        ("Complete that inspection first.", "请先完成该查验。"),
    ),
    "InspectionNotPrincipal": entry(
        RIGHT,
        (
            "Member {actor} neither has the right to collect nor had it first.",
            "成员 {actor} 没有提货权，也非首个提货方。",
        ),
        RIGHT_PARTY,
    ),
    "InspectionAttendanceUnknown": entry(
        VALUE,
        ("There is no attendance {attendance}.", "没有陪同方式 {attendance}。"),
        ("Use Accompanied or Unaccompanied.", "请使用 Accompanied 或 Unaccompanied。"),
    ),
    "InspectionNotAgent": entry(
        RIGHT,
        (
            "Member {actor} is not the agent; member {agent} is.",
            "成员 {actor} 不是受托方；受托方为成员 {agent}。",
        ),
        RIGHT_PARTY,
    ),
    "InspectionTimePassed": entry(
        VALUE,
        ("{scheduledAt:time} is in the past.", "{scheduledAt:time} 早于当前时间。"),
        ("Choose a later time.", "请选择更晚的时间。"),
    ),
    "InspectionNotOffice": entry(
        RIGHT,
        (
            "Member {actor} did not instruct the inspection; member {office} did.",
            "成员 {actor} 并非下达查验的机关；机关为成员 {office}。",
        ),
        RIGHT_PARTY,
    ),
    "InspectionResultUnknown": entry(
        VALUE,
        ("There is no result {result}.", "没有查验结果 {result}。"),
        ("Use Pass, SampleSent or Fail.", "请使用 Pass、SampleSent 或 Fail。"),
    ),
}
