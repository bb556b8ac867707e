"""BillOfLading."""

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
    "BillEmptyId": entry(VALUE, ("The bill's id is empty.", "提单编号为空。"), CHECK_ID),
    "BillAlreadyIssued": entry(
        DOUBLE, ("Bill {billId:id} was issued before.", "提单 {billId:id} 已签发。"), NEW_RECORD
    ),
    "BillUnknown": entry(
        STATE, ("There is no bill {billId:id}.", "没有提单 {billId:id}。"), CHECK_ID
    ),
    "BillStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of the bill; it is {current} now.",
            "签名所见提单版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "BillUnexpectedState": entry(
        STATE,
        (
            "The bill is {current:BillState}; this needs {allowed:BillStates}.",
            "提单状态为 {current:BillState}；该操作需要 {allowed:BillStates}。",
        ),
        READ_RECORD,
    ),
    "BillKindUnknown": entry(
        VALUE,
        ("There is no kind of bill {kind}.", "没有提单种类 {kind}。"),
        (
            "Use Straight, ToOrder, Bearer or SeaWaybill.",
            "请使用 Straight、ToOrder、Bearer 或 SeaWaybill。",
        ),
    ),
    "BillEndorsementUnknown": entry(
        VALUE,
        ("There is no kind of endorsement {endorsement}.", "没有背书种类 {endorsement}。"),
        ("Use ToOrder, Restrictive or InBlank.", "请使用 ToOrder、Restrictive 或 InBlank。"),
    ),
    "BillUnexpectedKind": entry(
        STATE,
        (
            "A {kind:BillKind} bill does not allow this.",
            "{kind:BillKind} 类提单不允许该操作。",
        ),
        READ_RECORD,
    ),
    "BillTitleHolderMismatch": entry(
        VALUE,
        (
            (
                "A {kind:BillKind} bill with title holder {titleHolder}: a bearer bill names none, every "
                "other kind names one."
            ),
            "{kind:BillKind} 类提单的权利人为 {titleHolder}：不记名提单不得指定，其他种类必须指定。",
        ),
        ("Correct the title holder or the kind.", "请更正权利人或提单种类。"),
    ),
    "BillNotHolder": entry(
        RIGHT,
        (
            "Member {actor} does not have possession; member {holder} has.",
            "成员 {actor} 不占有该提单；占有人为成员 {holder}。",
        ),
        RIGHT_PARTY,
    ),
    "BillNotTitleHolder": entry(
        RIGHT,
        (
            "Member {actor} does not have title; member {titleHolder} has.",
            "成员 {actor} 不享有提单权利；权利人为成员 {titleHolder}。",
        ),
        RIGHT_PARTY,
    ),
    "BillNotCarrier": entry(
        RIGHT,
        (
            "Member {actor} is not the bill's carrier; member {carrier} is.",
            "成员 {actor} 不是该提单的承运人；承运人为成员 {carrier}。",
        ),
        RIGHT_PARTY,
    ),
    "BillEndorsementRestricted": entry(
        STATE,
        (
            "Title was endorsed restrictively to member {titleHolder}: it cannot be endorsed on.",
            "提单已限制背书给成员 {titleHolder}，不得再背书。",
        ),
        READ_RECORD,
    ),
    "BillEndorseeMismatch": entry(
        VALUE,
        (
            (
                "A {endorsement:EndorsementKind} endorsement to {endorsee}: in blank names nobody, every "
                "other one names an endorsee."
            ),
            "{endorsement:EndorsementKind} 背书的被背书人为 {endorsee}：空白背书不得指定，其他背书必须指定。",
        ),
        ("Correct the endorsee or the kind.", "请更正被背书人或背书种类。"),
    ),
    "BillRecipientMissing": entry(
        VALUE,
        ("No recipient is named.", "未指定接收方。"),
        ("Name the recipient's member number.", "请填写接收方的成员编号。"),
    ),
    "BillRecipientUnchanged": entry(
        VALUE,
        ("Member {recipient} has it already.", "成员 {recipient} 已持有。"),
        ("Name another recipient.", "请指定其他接收方。"),
    ),
    "BillNothingToReject": entry(
        STATE,
        (
            "There is no transfer that member {actor} may reject now.",
            "目前没有成员 {actor} 可拒收的转让。",
        ),
        READ_RECORD,
    ),
    "BillFrozen": entry(
        STATE,
        (
            "A court froze bill {billId:id}: nothing moves.",
            "提单 {billId:id} 已被法院冻结，不得流转。",
        ),
        READ_RECORD,
    ),
    "BillNotFrozen": entry(
        STATE,
        ("Bill {billId:id} is not frozen.", "提单 {billId:id} 未被冻结。"),
        READ_RECORD,
    ),
    "BillFrozenByAnother": entry(
        RIGHT,
        (
            "The bill was frozen by court {court}: member {actor} cannot end that.",
            "该提单由法院 {court} 冻结，成员 {actor} 无权解冻。",
        ),
        RIGHT_PARTY,
    ),
    "BillPledged": entry(
        STATE,
        (
            "The bill is pledged to member {pledgee}: this takes its release first.",
            "该提单已质押给成员 {pledgee}，须先解除质押。",
        ),
        ("Have the bank release the pledge.", "请由银行解除质押。"),
    ),
    "BillNotPledged": entry(
        STATE,
        ("Bill {billId:id} is not pledged.", "提单 {billId:id} 未质押。"),
        READ_RECORD,
    ),
    "BillNotPledgee": entry(
        RIGHT,
        (
            "The bill is pledged to member {pledgee}, not to member {actor}.",
            "该提单的质权人为成员 {pledgee}，而非成员 {actor}。",
        ),
        RIGHT_PARTY,
    ),
    "BillTitleInPossession": entry(
        STATE,
        (
            "Member {actor} has possession as well as title: it endorses itself.",
            "成员 {actor} 同时占有并享有权利，应自行背书。",
        ),
        ("Use Endorse.", "请使用 Endorse。"),
    ),
    "BillDeliveryElsewhere": entry(
        VALUE,
        (
            "A nomination of member {endorsee} cannot deliver to member {deliverTo}.",
            "对成员 {endorsee} 的指定不能交付给成员 {deliverTo}。",
        ),
        ("Deliver to the endorsee, or leave possession.", "请交付给被背书人，或不转移占有。"),
    ),
    "BillNotNominee": entry(
        STATE,
        (
            "The title holder nominated member {nominee}, not member {endorsee}.",
            "权利人指定的是成员 {nominee}，而非成员 {endorsee}。",
        ),
        READ_RECORD,
    ),
    "BillEmptyContent": entry(
        VALUE,
        ("The commitment is empty.", "承诺值为空。"),
        ("Send the salted commitment of the document.", "请提供单证的加盐承诺值。"),
    ),
    "BillContentUnchanged": entry(
        VALUE,
        ("The content is {content:id} already.", "内容已是 {content:id}。"),
        ("Commit to the amended document.", "请对修改后的单证计算承诺值。"),
    ),
    "BillAmendmentNotRequested": entry(
        STATE,
        (
            "The holder requested no amendment of bill {billId:id}, or it moved since.",
            "持有人未申请修改提单 {billId:id}，或其后已流转。",
        ),
        ("Have the holder request it.", "请由持有人申请。"),
    ),
    "BillContentNotRequested": entry(
        VALUE,
        (
            "The holder requested the content {requested:id}, not {content:id}.",
            "持有人申请的内容为 {requested:id}，而非 {content:id}。",
        ),
        ("Amend to what was requested.", "请按申请内容修改。"),
    ),
    "BillReasonUnknown": entry(
        VALUE,
        ("There is no reason of a surrender {reason}.", "没有交还用途 {reason}。"),
        (
            "Use Amendment, ChangeOfDestination, SwitchBill, SwitchToPaper, Split or Combine.",
            "请使用 Amendment、ChangeOfDestination、SwitchBill、SwitchToPaper、Split 或 Combine。",
        ),
    ),
    "BillSurrenderedForPaper": entry(
        STATE,
        ("Bill {billId:id} was surrendered for paper.", "提单 {billId:id} 为转纸质而交还。"),
        (
            "Answer with ConvertToPaper or RejectSurrender.",
            "请以 ConvertToPaper 或 RejectSurrender 答复。",
        ),
    ),
    "BillUnexpectedReason": entry(
        STATE,
        (
            "The bill was surrendered for {reason:SurrenderReason}.",
            "该提单的交还用途为 {reason:SurrenderReason}。",
        ),
        READ_RECORD,
    ),
    "BillOriginalsMissing": entry(
        VALUE,
        ("A paper set has at least one original.", "纸质单证至少有一份正本。"),
        ("Send how many were issued.", "请填写签发份数。"),
    ),
    "BillPaperSetIncomplete": entry(
        VALUE,
        (
            "{issued} paper originals were issued; {originals} came back.",
            "已签发 {issued} 份纸质正本，收回 {originals} 份。",
        ),
        ("Collect the complete set first.", "请先收回全套正本。"),
    ),
    "BillCirculated": entry(
        STATE,
        (
            "Bill {billId:id} has circulated: it cannot be voided.",
            "提单 {billId:id} 已流转，不能作废。",
        ),
        ("Surrender it for amendment instead.", "请改为交还改单。"),
    ),
    "BillHasReleaseOrder": entry(
        STATE,
        (
            "Bill {billId:id} has the live release order {orderId:id}: it cannot end.",
            "提单 {billId:id} 有有效放货指令 {orderId:id}，不能终结。",
        ),
        ("Revoke the release order first.", "请先撤销该放货指令。"),
    ),
    "BillSharesContainers": entry(
        STATE,
        (
            "Bill {billId:id} shares containers {containers:bits} with other bills: it cannot end.",
            "提单 {billId:id} 的箱序号 {containers:bits} 与其他提单拼箱，不能终结。",
        ),
        (
            "Undo the sharing first (UnshareContainer), and declare it anew with what takes the bill's place.",
            "请先撤销拼箱（UnshareContainer），再以取代它的提单重新登记。",
        ),
    ),
    "BillAlreadyReplaced": entry(
        DOUBLE,
        (
            "Another bill was issued in place of bill {billId:id} before.",
            "提单 {billId:id} 已被其他提单取代。",
        ),
        READ_RECORD,
    ),
    "BillCount": entry(
        VALUE,
        (
            "{count} bills: a split makes, and a combination takes, 2 to 64.",
            "{count} 份提单：拆单或并单须为 2 至 64 份。",
        ),
        ("Name 2 to 64 bills.", "请列出 2 至 64 份提单。"),
    ),
    "BillVersionsMismatch": entry(
        VALUE,
        (
            "{bills} bills have {versions} versions.",
            "{bills} 份提单对应 {versions} 个版本。",
        ),
        ("Send each bill's version.", "请为每份提单提供版本。"),
    ),
    "BillCombinationDiffers": entry(
        STATE,
        (
            "Bill {billId:id} was surrendered by another party, or is of another kind, than the first one.",
            "提单 {billId:id} 的交还方或种类与第一份不同。",
        ),
        ("Combine bills of one party and kind.", "请合并同一交还方、同一种类的提单。"),
    ),
}
