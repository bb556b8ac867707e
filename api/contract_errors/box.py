"""Containers that several bills share."""

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
    "SharedContainerEmptyId": entry(
        VALUE, ("The shared container's id is empty.", "拼箱编号为空。"), CHECK_ID
    ),
    "SharedContainerAlreadyDeclared": entry(
        DOUBLE,
        (
            "A shared container or a release order {boxId:id} is on record.",
            "编号 {boxId:id} 的拼箱或放货指令已在账。",
        ),
        NEW_RECORD,
    ),
    "SharedContainerUnknown": entry(
        STATE,
        ("There is no shared container {boxId:id}.", "没有拼箱 {boxId:id}。"),
        CHECK_ID,
    ),
    "SharedContainerStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the shared container; it is {current} now.",
            "签名所见拼箱版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "SharedContainerUnexpectedState": entry(
        STATE,
        (
            "The shared container is {current:BoxState}; this needs {allowed:BoxStates}.",
            "拼箱状态为 {current:BoxState}；该操作需要 {allowed:BoxStates}。",
        ),
        READ_RECORD,
    ),
    "SharedContainerBillCount": entry(
        VALUE,
        (
            "A container is shared by 2 to 16 bills; {bills} are named.",
            "拼箱须有 2 至 16 份提单；列出了 {bills} 份。",
        ),
        ("Name each bill that shares it, once.", "请列出拼箱的每份提单，各一次。"),
    ),
    "SharedContainerNumbersMismatch": entry(
        VALUE,
        (
            "{bills} bills are named, and {containers} container numbers.",
            "列出了 {bills} 份提单和 {containers} 个箱序号。",
        ),
        ("Name one container number for each bill.", "请为每份提单列出一个箱序号。"),
    ),
    "SharedContainerBillTwice": entry(
        VALUE,
        (
            "Bill {billId:id} is named twice: it has one part in a container.",
            "提单 {billId:id} 重复列出：一份提单在一个箱中只占一份。",
        ),
        ("Name each bill once.", "请每份提单只列一次。"),
    ),
    "SharedContainerBillEnded": entry(
        STATE,
        (
            "Bill {billId:id} is not on the ledger, or has ended ({state:BillState}).",
            "提单 {billId:id} 不在账上，或已终结（{state:BillState}）。",
        ),
        (
            "Name the bill that was issued in its place.",
            "请列出取代它的提单。",
        ),
    ),
    "SharedContainerNotCarrier": entry(
        RIGHT,
        (
            "Member {actor} is not the carrier; member {carrier} is.",
            "成员 {actor} 不是承运人；承运人为成员 {carrier}。",
        ),
        RIGHT_PARTY,
    ),
    "SharedContainerSlotTaken": entry(
        DOUBLE,
        (
            "Container {container} of bill {billId:id} is the shared container {boxId:id} already.",
            "提单 {billId:id} 的箱序号 {container} 已属拼箱 {boxId:id}。",
        ),
        (
            "Say of that one first that it is shared no more (UnshareContainer).",
            "请先撤销该拼箱（UnshareContainer）。",
        ),
    ),
    "SharedContainerUnknownNumber": entry(
        VALUE,
        (
            "Release order {orderId:id} of the bill has no container {container}.",
            "该提单的放货指令 {orderId:id} 没有箱序号 {container}。",
        ),
        ("Containers are numbered from 0 in the order's list.", "箱序号按指令箱单从 0 开始。"),
    ),
    "SharedContainerSlotOut": entry(
        STATE,
        (
            "Container {container} of bill {billId:id} has left.",
            "提单 {billId:id} 的箱序号 {container} 已出闸。",
        ),
        READ_RECORD,
    ),
    "SharedContainerHeldByOffice": entry(
        STATE,
        (
            "{authorities:Authorities} holds release order {orderId:id}: the container stays shared.",
            "{authorities:Authorities} 扣留放货指令 {orderId:id}：拼箱不得撤销。",
        ),
        ("Have the authority clear its hold first.", "请先由扣留机关放行。"),
    ),
    "SharedContainerBillFrozen": entry(
        STATE,
        (
            "A court froze bill {billId:id}: the container stays shared.",
            "提单 {billId:id} 已被法院冻结：拼箱不得撤销。",
        ),
        ("Wait until the court ends its freeze.", "请待法院解除冻结。"),
    ),
}
