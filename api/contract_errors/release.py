"""ReleaseOrder."""

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
    "ReleaseOrderEmptyId": entry(
        VALUE, ("The release order's id is empty.", "放货指令编号为空。"), CHECK_ID
    ),
    "ReleaseOrderAlreadyIssued": entry(
        DOUBLE,
        ("Release order {orderId:id} was issued before.", "放货指令 {orderId:id} 已签发。"),
        NEW_RECORD,
    ),
    "ReleaseOrderUnknown": entry(
        STATE,
        ("There is no release order {orderId:id}.", "没有放货指令 {orderId:id}。"),
        CHECK_ID,
    ),
    "ReleaseOrderStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the order; it is {current} now.",
            "签名所见放货指令版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "ReleaseOrderUnexpectedState": entry(
        STATE,
        (
            "Order {orderId:id} is {current:ReleaseOrderState}; this needs {allowed:ReleaseOrderStates}.",
            "放货指令 {orderId:id} 状态为 {current:ReleaseOrderState}；该操作需要 {allowed:ReleaseOrderStates}。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderBillFrozen": entry(
        STATE,
        (
            "A court froze bill {billId:id}: nothing is released on it.",
            "提单 {billId:id} 已被法院冻结，不得据以放货。",
        ),
        ("Wait until the court ends its freeze.", "请待法院解除冻结。"),
    ),
    "ReleaseOrderBillNotReleasable": entry(
        STATE,
        (
            (
                "Bill {billId:id} is {state:BillState}: neither accomplished nor a sea waybill in "
                "circulation."
            ),
            "提单 {billId:id} 状态为 {state:BillState}：既未完结，也不是流转中的海运单。",
        ),
        (
            "Accept the bill's surrender first.",
            "请先接受该提单的交还。",
        ),
    ),
    "ReleaseOrderBillHasOrder": entry(
        DOUBLE,
        (
            "Bill {billId:id} has the live release order {orderId:id}.",
            "提单 {billId:id} 已有有效放货指令 {orderId:id}。",
        ),
        (
            "Use that order, or revoke it for the containers that are still in.",
            "请使用该指令，或就未出闸的箱撤销它。",
        ),
    ),
    "ReleaseOrderOfAnotherBill": entry(
        VALUE,
        (
            "Order {orderId:id} does not stand on bill {billId:id}.",
            "放货指令 {orderId:id} 并非基于提单 {billId:id}。",
        ),
        ("Name the order's own bill.", "请填写该指令所依据的提单。"),
    ),
    "ReleaseOrderNotCarrier": entry(
        RIGHT,
        (
            "Member {actor} is not the carrier; member {carrier} is.",
            "成员 {actor} 不是承运人；承运人为成员 {carrier}。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderWrongReleaseTo": entry(
        VALUE,
        (
            "The cargo is to be released to member {entitled}, not {releaseTo}.",
            "货物应放给成员 {entitled}，而非 {releaseTo}。",
        ),
        (
            "Name the party of the surrender (or a sea waybill's consignee).",
            "请填写交还时指定的提货方（海运单则为收货人）。",
        ),
    ),
    "ReleaseOrderContainerCount": entry(
        VALUE,
        (
            "An order is for 1 to 256 containers, not {containers}.",
            "放货指令应含 1 至 256 个箱，而非 {containers}。",
        ),
        ("Split the order.", "请拆分指令。"),
    ),
    "ReleaseOrderValidityPassed": entry(
        VALUE,
        (
            "The end of validity {validUntil:time} is in the past.",
            "有效期 {validUntil:time} 早于当前时间。",
        ),
        ("Choose a later end.", "请选择更晚的有效期。"),
    ),
    "ReleaseOrderAuthorityUnknown": entry(
        VALUE,
        ("There is no authority {authority}.", "没有扣留机关 {authority}。"),
        (
            "Use Customs, Quarantine, Carrier, Terminal or Court.",
            "请使用 Customs、Quarantine、Carrier、Terminal 或 Court。",
        ),
    ),
    "ReleaseOrderNotAuthority": entry(
        RIGHT,
        (
            "Member {actor} is not this order's {authority:HoldAuthority}.",
            "成员 {actor} 不是该指令的 {authority:HoldAuthority}。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderHoldOfAnother": entry(
        RIGHT,
        (
            "The {authority:HoldAuthority} hold was set by member {setter}, which alone clears it.",
            "{authority:HoldAuthority} 扣留由成员 {setter} 设置，只能由其解除。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderAlreadyHeld": entry(
        DOUBLE,
        (
            (
                "The {authority:HoldAuthority} holds this already (containers {containers:bits}; - is the "
                "whole order)."
            ),
            "{authority:HoldAuthority} 已扣留（箱序号 {containers:bits}；- 表示整单）。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderNotHeld": entry(
        STATE,
        (
            (
                "The {authority:HoldAuthority} does not hold this (containers {containers:bits}; - is the "
                "whole order)."
            ),
            "{authority:HoldAuthority} 未扣留（箱序号 {containers:bits}；- 表示整单）。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderUnknownContainer": entry(
        VALUE,
        (
            "The order has not all of the containers {containers:bits}.",
            "该指令不含箱序号 {containers:bits} 中的某些箱。",
        ),
        ("Containers are numbered from 0 in the order's list.", "箱序号按指令箱单从 0 开始。"),
    ),
    "ReleaseOrderHeld": entry(
        STATE,
        (
            "Container {container} of release order {orderId:id} is held by {authorities:Authorities}.",
            "放货指令 {orderId:id} 的箱序号 {container} 被 {authorities:Authorities} 扣留。",
        ),
        ("Have the authority clear its hold.", "请由扣留机关放行。"),
    ),
    "ReleaseOrderContainerAlreadyOut": entry(
        DOUBLE,
        (
            "Containers {containers:bits} of release order {orderId:id} have left already.",
            "放货指令 {orderId:id} 的箱序号 {containers:bits} 已出闸。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderNotTerminal": entry(
        RIGHT,
        (
            "Member {actor} is not the terminal of release order {orderId:id}; member {terminal} is.",
            "成员 {actor} 不是放货指令 {orderId:id} 的码头；码头为成员 {terminal}。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderNotCollector": entry(
        RIGHT,
        (
            "Member {member} has no right to collect under release order {orderId:id}; {collector} has.",
            "成员 {member} 没有放货指令 {orderId:id} 的提货权；提货权属于成员 {collector}。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderDelegationPending": entry(
        STATE,
        (
            "The right to collect was offered to member {invited}, which must answer first.",
            "提货权已委托给成员 {invited}，须待其答复。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderDelegationExhausted": entry(
        STATE,
        (
            "The right to collect has been passed on as often as it can be.",
            "提货权的委托次数已用尽。",
        ),
        READ_RECORD,
    ),
    "ReleaseOrderDelegateUnchanged": entry(
        VALUE,
        ("Member {delegate} has, or had, the right already.", "成员 {delegate} 已有或曾有提货权。"),
        ("Name another delegate.", "请指定其他受托方。"),
    ),
    "ReleaseOrderDelegateMissing": entry(
        VALUE,
        ("No delegate is named.", "未指定受托方。"),
        ("Name the delegate's member number.", "请填写受托方的成员编号。"),
    ),
    "ReleaseOrderNotInvited": entry(
        RIGHT,
        (
            (
                "The right to collect was not offered to member {actor} (offered to: {invited}, 0 is "
                "nobody)."
            ),
            "提货权未委托给成员 {actor}（受托方：{invited}，0 表示无）。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderNotDelegate": entry(
        VALUE,
        (
            "Member {delegate} neither has the right to collect by delegation nor is invited to it.",
            "成员 {delegate} 既非受托方，也未受邀。",
        ),
        ("Name a delegate of the order, or the invited member.", "请填写该指令的受托方或受邀方。"),
    ),
    "ReleaseOrderNotDelegator": entry(
        RIGHT,
        (
            "Member {actor} did not delegate to member {delegate}, directly or through a delegate.",
            "成员 {actor} 未曾直接或经转委托将提货权委托给成员 {delegate}。",
        ),
        RIGHT_PARTY,
    ),
    "ReleaseOrderFlowUnknown": entry(
        VALUE,
        ("There is no flow {flow}.", "没有放货方式 {flow}。"),
        (
            "Use Yard, DirectPickup or DirectLoading.",
            "请使用 Yard、DirectPickup 或 DirectLoading。",
        ),
    ),
    "ReleaseOrderNotExtended": entry(
        VALUE,
        (
            "The order is valid until {current:time} already; {validUntil:time} is not later.",
            "该指令有效期已至 {current:time}；{validUntil:time} 并不更晚。",
        ),
        ("Choose a later end.", "请选择更晚的有效期。"),
    ),
    "ReleaseOrderHeldByOffice": entry(
        STATE,
        (
            "The order is held by {authorities:Authorities}: a new order must not shake the hold off.",
            "该指令被 {authorities:Authorities} 扣留：不得借撤销换单规避扣留。",
        ),
        ("Have the authority clear its hold first.", "请先由扣留机关放行。"),
    ),
    "ReleaseOrderContainerNotOut": entry(
        STATE,
        ("Container {container} has not left.", "箱序号 {container} 尚未出闸。"),
        READ_RECORD,
    ),
    "ReleaseOrderReasonMissing": entry(
        VALUE,
        ("The remark has to carry the commitment of the reason.", "附注须含理由的承诺值。"),
        ("Send the reason's commitment as remark.", "请在附注中提供理由的承诺值。"),
    ),
    "ReleaseOrderUnderInspection": entry(
        STATE,
        (
            "Containers {containers:bits} are under an inspection, or failed one.",
            "箱序号 {containers:bits} 正在查验或查验不通过。",
        ),
        ("Complete the inspection with a pass first.", "请先完成查验并放行。"),
    ),
    "ReleaseOrderSharedContainerMissing": entry(
        VALUE,
        (
            "The bill shares containers {containers:bits} with other bills; the order has no such numbers.",
            "该提单的箱序号 {containers:bits} 与其他提单拼箱；本指令没有这些箱。",
        ),
        (
            "List all the bill's containers, numbered as the sharing was declared.",
            "请按拼箱登记的序号列出该提单的全部箱。",
        ),
    ),
    "ReleaseOrderSharedBillNotReleased": entry(
        STATE,
        (
            "Container {container} is shared, and bill {billId:id} has no live release order.",
            "箱序号 {container} 为拼箱，提单 {billId:id} 尚无有效放货指令。",
        ),
        (
            "Wait until each bill that shares it is released; /v1/shared-containers shows what it waits for.",
            "请待各拼箱提单均已放货；所待事项见 /v1/shared-containers。",
        ),
    ),
    "ReleaseOrderOtherContainers": entry(
        VALUE,
        (
            "Containers have left under the bill's revoked order of {former}; this one has {containers}.",
            "该提单已撤销的指令（共 {former} 箱）项下有箱已出闸；本指令为 {containers} 箱。",
        ),
        (
            "List the same containers in the same order: those that have left are out from the beginning.",
            "请按相同顺序列出相同的箱：已出闸的箱自始即为出闸。",
        ),
    ),
}
