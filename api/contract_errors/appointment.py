"""Appointments."""

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
    "AppointmentEmptyId": entry(
        VALUE,
        ("The appointment's id is empty.", "预约编号为空。"),
        CHECK_ID,
    ),
    "AppointmentAlreadyRequested": entry(
        DOUBLE,
        (
            "Appointment {appointmentId:id} was requested before.",
            "预约 {appointmentId:id} 已申请。",
        ),
        NEW_RECORD,
    ),
    "AppointmentUnknown": entry(
        STATE,
        ("There is no appointment {appointmentId:id}.", "没有预约 {appointmentId:id}。"),
        CHECK_ID,
    ),
    "AppointmentStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the appointment; it is {current} now.",
            "签名所见预约版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "AppointmentUnexpectedState": entry(
        STATE,
        (
            "The appointment is {current:AppointmentState}; this needs {allowed:AppointmentStates}.",
            "预约状态为 {current:AppointmentState}；该操作需要 {allowed:AppointmentStates}。",
        ),
        READ_RECORD,
    ),
    "AppointmentWindow": entry(
        VALUE,
        (
            "The window ends ({closesAt:time}) before it begins ({opensAt:time}).",
            "时间窗结束（{closesAt:time}）早于开始（{opensAt:time}）。",
        ),
        ("Choose an end after the begin.", "请选择晚于开始的结束时间。"),
    ),
    "AppointmentWindowPassed": entry(
        VALUE,
        ("The window ended at {closesAt:time}.", "时间窗已于 {closesAt:time} 结束。"),
        ("Choose a later window.", "请选择更晚的时间窗。"),
    ),
    "AppointmentPickupMissing": entry(
        VALUE,
        ("Truck and driver are not named.", "未填写车辆与司机。"),
        (
            "Send the salted commitment of truck and driver as pickup.",
            "请在 pickup 中提供车辆与司机的加盐承诺值。",
        ),
    ),
    "AppointmentOrderNotActive": entry(
        STATE,
        (
            "Release order {orderId:id} is {state:ReleaseOrderState}, not active.",
            "放货指令 {orderId:id} 状态为 {state:ReleaseOrderState}，并非有效。",
        ),
        (
            "Have the carrier extend it, or use the order that replaced it.",
            "请承运人展期，或使用替代它的指令。",
        ),
    ),
    "AppointmentBeyondValidity": entry(
        STATE,
        (
            "The window ends at {closesAt:time}; order {orderId:id} is valid until {validUntil:time}.",
            "时间窗于 {closesAt:time} 结束；指令 {orderId:id} 有效期至 {validUntil:time}。",
        ),
        (
            "Choose an earlier window, or have the carrier extend the order.",
            "请选择更早的时间窗，或请承运人展期。",
        ),
    ),
    "AppointmentNotCollector": entry(
        RIGHT,
        (
            "Member {member} has no right to collect under release order {orderId:id}; {collector} has.",
            "成员 {member} 没有放货指令 {orderId:id} 的提货权；提货权属于成员 {collector}。",
        ),
        RIGHT_PARTY,
    ),
    "AppointmentUnknownContainer": entry(
        VALUE,
        ("The order has no container {container}.", "该指令没有箱序号 {container}。"),
        ("Containers are numbered from 0 in the order's list.", "箱序号按指令箱单从 0 开始。"),
    ),
    "AppointmentContainerOut": entry(
        STATE,
        ("Container {container} has left.", "箱序号 {container} 已出闸。"),
        READ_RECORD,
    ),
    "AppointmentHeld": entry(
        STATE,
        (
            "Container {container} of release order {orderId:id} is held by {authorities:Authorities}.",
            "放货指令 {orderId:id} 的箱序号 {container} 被 {authorities:Authorities} 扣留。",
        ),
        ("Have the authority clear its hold.", "请由扣留机关放行。"),
    ),
    "AppointmentContainerTaken": entry(
        DOUBLE,
        (
            "Container {container} has the appointment {appointmentId:id}.",
            "箱序号 {container} 已有预约 {appointmentId:id}。",
        ),
        ("Cancel that appointment first.", "请先取消该预约。"),
    ),
    "AppointmentSharedBillNotReleased": entry(
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
    "AppointmentSharedElsewhere": entry(
        STATE,
        (
            "The container is shared, and order {orderId:id} names terminal {terminal}, not {expected}.",
            "该箱为拼箱，指令 {orderId:id} 的码头为成员 {terminal}，而非 {expected}。",
        ),
        (
            "Have the carrier issue the orders of a shared container to one terminal.",
            "请承运人将拼箱的各放货指令签发给同一码头。",
        ),
    ),
    "AppointmentNotTerminal": entry(
        RIGHT,
        (
            "Member {actor} is not the terminal that answers; member {terminal} is.",
            "成员 {actor} 不是答复预约的码头；码头为成员 {terminal}。",
        ),
        RIGHT_PARTY,
    ),
    "AppointmentNotRequester": entry(
        RIGHT,
        (
            "Member {actor} did not ask for this appointment; member {collector} did.",
            "成员 {actor} 并非预约申请方；申请方为成员 {collector}。",
        ),
        RIGHT_PARTY,
    ),
}
