"""Milestones."""

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
    "MilestonesEmptyId": entry(VALUE, ("The batch's id is empty.", "节点批次编号为空。"), CHECK_ID),
    "MilestonesAlreadyAnchored": entry(
        DOUBLE,
        ("Batch {batchId:id} was anchored before.", "批次 {batchId:id} 已存证。"),
        NEW_RECORD,
    ),
    "MilestonesUnknown": entry(
        STATE,
        ("There is no batch {batchId:id}.", "没有批次 {batchId:id}。"),
        CHECK_ID,
    ),
    "MilestonesStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the batch; it is {current} now.",
            "签名所见批次版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "MilestonesUnexpectedState": entry(
        STATE,
        (
            "The batch is {current:MilestoneState}; this needs {allowed:MilestoneStates}.",
            "批次状态为 {current:MilestoneState}；该操作需要 {allowed:MilestoneStates}。",
        ),
        READ_RECORD,
    ),
    "MilestonesNoEvents": entry(
        VALUE,
        ("A batch has at least one event.", "批次至少包含一个节点。"),
        ("State how many events the batch has.", "请填写批次的节点数。"),
    ),
    "MilestonesTimesReversed": entry(
        VALUE,
        (
            "The earliest event, {earliestAt:time}, is later than the latest, {latestAt:time}.",
            "最早节点时间 {earliestAt:time} 晚于最晚节点时间 {latestAt:time}。",
        ),
        ("State the batch's own times in order.", "请按先后填写批次的时间。"),
    ),
    "MilestonesNotYet": entry(
        VALUE,
        (
            "The latest event, {latestAt:time}, has not happened yet; it is {time:time}.",
            "最晚节点时间 {latestAt:time} 尚未到，当前为 {time:time}。",
        ),
        ("Anchor what has happened.", "请仅对已发生的节点存证。"),
    ),
    "MilestonesNotObserver": entry(
        RIGHT,
        (
            "Member {actor} did not observe this batch; member {observer} did.",
            "成员 {actor} 不是该批次的观测方；观测方为成员 {observer}。",
        ),
        RIGHT_PARTY,
    ),
}
