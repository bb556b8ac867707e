"""The sentences of every action, in English and Chinese: `wallets.words` puts an action's values into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallets.vocabulary import Words

SENTENCES: Final[Mapping[str, Words]] = {
    "AdmitMember": Words(
        "The governors admit {name} (identity {identity}) with the roles: {roles}; its first wallet is {wallet}.",
        "治理成员接纳{name}(身份承诺 {identity})为成员,角色:{roles};其首个钱包为 {wallet}。",
    ),
    "EnrolWallet": Words(
        "{member}, at version {version}, gives the wallet {wallet} the powers: {powers}; {expiresAt}.",
        "{member}(第 {version} 版)授予钱包 {wallet} 权限:{powers};{expiresAt}。",
    ),
    "RevokeWallet": Words(
        "{member}, at version {version}, revokes the wallet {wallet} for good.",
        "{member}(第 {version} 版)永久撤销钱包 {wallet}。",
    ),
    "ChangeRoles": Words(
        "The governors change the roles of {member}, at version {version}, to: {roles}.",
        "治理成员将{member}(第 {version} 版)的角色改为:{roles}。",
    ),
    "SuspendMember": Words(
        "The governors suspend {member}, at version {version}: it neither acts nor receives, and loses nothing.",
        "治理成员暂停{member}(第 {version} 版):不得操作或接收,既有权利不变。",
    ),
    "ReinstateMember": Words(
        "The governors end the suspension of {member}, at version {version}.",
        "治理成员恢复{member}(第 {version} 版)的资格。",
    ),
    "ChangeThreshold": Words(
        "The governors of {member}, at version {version}, decide that {threshold} of them have to sign from now on.",
        "{member}(第 {version} 版)的治理成员决定:此后须有 {threshold} 名治理成员签名。",
    ),
    "SetFourEyes": Words(
        "{member}, at version {version}, asks for two wallets' signatures to: {powers}.",
        "{member}(第 {version} 版)规定须双人签名的权限:{powers}。",
    ),
    "ProposeRecovery": Words(
        "The governors propose the wallet {wallet} for {member}, at version {version}, which lost its own; the member "
        "may veto.",
        "治理成员提议由钱包 {wallet} 接管已丢失钱包的{member}(第 {version} 版);该成员可否决。",
    ),
    "VetoRecovery": Words(
        "{member}, at version {version}, vetoes the proposed recovery of its wallets.",
        "{member}(第 {version} 版)否决对其钱包的恢复提议。",
    ),
    "CompleteRecovery": Words(
        "The new wallet of {member}, at version {version}, takes over with every power.",
        "{member}(第 {version} 版)的新钱包接管并获得全部权限。",
    ),
    "IssueBill": Words(
        "{actor}{representedParty} issues bill {billId} ({kind}) to {holder} as its first holder{titleHolder}{remark}.",
        "{actor}{representedParty}签发提单 {billId}({kind}),首个持有人为{holder}{titleHolder}{remark}。",
    ),
    "Endorse": Words(
        "{actor}{representedParty} endorses bill {billId} at version {version}{endorsee} {endorsement}, "
        "and {deliverTo}{remark}.",
        "{actor}{representedParty}将提单 {billId}(第 {version} 版)背书{endorsee}({endorsement}),{deliverTo}{remark}。",
    ),
    "TransferPossession": Words(
        "{actor}{representedParty} passes possession of bill {billId} at version {version} on to {holder}{remark}.",
        "{actor}{representedParty}将提单 {billId}(第 {version} 版)的占有转移给{holder}{remark}。",
    ),
    "RejectTransfer": Words(
        "{actor}{representedParty} rejects the last transfer of bill {billId} at version {version} and sends it back"
        "{remark}.",
        "{actor}{representedParty}拒收提单 {billId}(第 {version} 版)的上一次转让并退回{remark}。",
    ),
    "SurrenderForDelivery": Words(
        "{actor}{representedParty} surrenders bill {billId} at version {version} to its carrier for delivery; "
        "the cargo is to be released to {releaseTo}{remark}.",
        "{actor}{representedParty}向承运人交还提单 {billId}(第 {version} 版)以提货,货物放给{releaseTo}{remark}。",
    ),
    "AcceptSurrender": Words(
        "{actor}{representedParty} accepts the surrender of bill {billId} at version {version}: it is accomplished and "
        "never moves again{remark}.",
        "{actor}{representedParty}接受提单 {billId}(第 {version} 版)的交还:提单完结,不再流转{remark}。",
    ),
    "RejectSurrender": Words(
        "{actor}{representedParty} refuses the surrender of bill {billId} at version {version}: it goes back to the "
        "party that surrendered it{remark}.",
        "{actor}{representedParty}拒绝提单 {billId}(第 {version} 版)的交还:提单退回交还方{remark}。",
    ),
    "SignBill": Words(
        "{actor}{representedParty} confirms possession of bill {billId} at version {version}{remark}.",
        "{actor}{representedParty}签注确认占有提单 {billId}(第 {version} 版){remark}。",
    ),
    "Nominate": Words(
        "{actor}{representedParty}, title holder without possession of bill {billId} at version {version}, nominates "
        "{endorsee} {endorsement}; the holder, who is to execute it, {deliverTo}{remark}.",
        "{actor}{representedParty}作为不占有提单 {billId}(第 {version} 版)的权利人,指定{endorsee}({endorsement}),"
        "由持有人执行,{deliverTo}{remark}。",
    ),
    "ExecuteNomination": Words(
        "{actor}{representedParty} executes the nomination of {endorsee} on bill {billId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}执行对{endorsee}的指定,提单 {billId}(第 {version} 版){remark}。",
    ),
    "RequestAmendment": Words(
        "{actor}{representedParty} asks the carrier to amend the content of bill {billId} at version {version} to "
        "{content}{remark}.",
        "{actor}{representedParty}申请承运人将提单 {billId}(第 {version} 版)的内容改为 {content}{remark}。",
    ),
    "Amend": Words(
        "{actor}{representedParty} amends the content of bill {billId} at version {version} to {content}, as its "
        "holder requested{remark}.",
        "{actor}{representedParty}按持有人申请将提单 {billId}(第 {version} 版)的内容改为 {content}{remark}。",
    ),
    "SurrenderForAmendment": Words(
        "{actor}{representedParty} surrenders bill {billId} at version {version} to its carrier for {reason}{remark}.",
        "{actor}{representedParty}向承运人交还提单 {billId}(第 {version} 版),用途:{reason}{remark}。",
    ),
    "ConvertToPaper": Words(
        "{actor}{representedParty} puts {originals} of the set {paper} in place of bill {billId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}将提单 {billId}(第 {version} 版)转为纸质单证 {paper},{originals}{remark}。",
    ),
    "ReturnFromPaper": Words(
        "{actor}{representedParty} has {originals} in hand and lets bill {billId} at version {version} live again, "
        "with possession in {holder}{titleHolder}{remark}.",
        "{actor}{representedParty}已收回{originals},恢复电子提单 {billId}(第 {version} 版),持有人为{holder}"
        "{titleHolder}{remark}。",
    ),
    "VoidBill": Words(
        "{actor}{representedParty} voids bill {billId} at version {version}, which never circulated, together with "
        "{holder}{remark}.",
        "{actor}{representedParty}与{holder}共同作废从未流转的提单 {billId}(第 {version} 版){remark}。",
    ),
    "Reissue": Words(
        "{actor}{representedParty} issues bill {newBillId} in place of bill {billId} at version {version}, for the "
        "party that surrendered it{remark}.",
        "{actor}{representedParty}向交还方换发提单 {newBillId},取代提单 {billId}(第 {version} 版){remark}。",
    ),
    "SplitBill": Words(
        "{actor}{representedParty} splits bill {billId} at version {version}, for the party that surrendered it, into "
        "the bills {children}{remark}.",
        "{actor}{representedParty}为交还方将提单 {billId}(第 {version} 版)拆分为提单 {children}{remark}。",
    ),
    "CombineBills": Words(
        "{actor}{representedParty} issues bill {billId}, for the party that surrendered them, in place of the bills "
        "{parents} at their versions {versions}{remark}.",
        "{actor}{representedParty}为交还方将提单 {parents}(版本依次为 {versions})合并为提单 {billId}{remark}。",
    ),
    "Pledge": Words(
        "{actor}{representedParty} pledges bill {billId} at version {version} to {pledgee}, which signs too{remark}.",
        "{actor}{representedParty}将提单 {billId}(第 {version} 版)质押给{pledgee},质权人共同签署{remark}。",
    ),
    "ReleasePledge": Words(
        "{actor}{representedParty} releases its pledge of bill {billId} at version {version}{remark}.",
        "{actor}{representedParty}解除对提单 {billId}(第 {version} 版)的质押{remark}。",
    ),
    "EnforcePledge": Words(
        "{actor}{representedParty} enforces its pledge of bill {billId} at version {version}: it takes possession and "
        "title{remark}.",
        "{actor}{representedParty}实现对提单 {billId}(第 {version} 版)的质权,取得占有与权利{remark}。",
    ),
    "FreezeBill": Words(
        "{actor}{representedParty} freezes bill {billId} at version {version}: nothing moves{remark}.",
        "{actor}{representedParty}冻结提单 {billId}(第 {version} 版),不得流转{remark}。",
    ),
    "UnfreezeBill": Words(
        "{actor}{representedParty} ends its freeze of bill {billId} at version {version}{remark}.",
        "{actor}{representedParty}解除对提单 {billId}(第 {version} 版)的冻结{remark}。",
    ),
    "IssueReleaseOrder": Words(
        "{actor}{representedParty} orders {terminal} to release {containers} under release order {orderId} to "
        "{releaseTo}, on bill {billId}, valid until {validUntil}, {flow}{remark}.",
        "{actor}{representedParty}签发放货指令 {orderId}:由{terminal}向{releaseTo}放行 {containers},"
        "依据提单 {billId},有效期至 {validUntil},{flow}{remark}。",
    ),
    "SetHold": Words(
        "{actor}{representedParty}, as {authority}, holds {containers} of release order {orderId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}以{authority}身份扣留放货指令 {orderId}(第 {version} 版)的{containers}{remark}。",
    ),
    "ClearHold": Words(
        "{actor}{representedParty}, as {authority}, clears its hold on {containers} of release order {orderId} at "
        "version {version}{remark}.",
        "{actor}{representedParty}以{authority}身份解除对放货指令 {orderId}(第 {version} 版)的{containers}的扣留"
        "{remark}。",
    ),
    "DelegateCollection": Words(
        "{actor}{representedParty} delegates the collection under release order {orderId} at version {version} to "
        "{delegate}{remark}.",
        "{actor}{representedParty}将放货指令 {orderId}(第 {version} 版)的提货权委托给{delegate}{remark}。",
    ),
    "AcceptDelegation": Words(
        "{actor}{representedParty} accepts the right to collect under release order {orderId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}接受放货指令 {orderId}(第 {version} 版)的提货委托{remark}。",
    ),
    "DeclineDelegation": Words(
        "{actor}{representedParty} declines the right to collect under release order {orderId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}拒绝放货指令 {orderId}(第 {version} 版)的提货委托{remark}。",
    ),
    "WithdrawDelegation": Words(
        "{actor}{representedParty} takes the right to collect under release order {orderId} at version {version} back "
        "from {delegate}, and from all that have it through {delegate}{remark}.",
        "{actor}{representedParty}撤回放货指令 {orderId}(第 {version} 版)对{delegate}的提货委托,"
        "由其转委托的一并撤回{remark}。",
    ),
    "ExtendReleaseOrder": Words(
        "{actor}{representedParty} extends release order {orderId} at version {version}: it is valid until {validUntil}"
        "{remark}.",
        "{actor}{representedParty}将放货指令 {orderId}(第 {version} 版)展期至 {validUntil}{remark}。",
    ),
    "GateOut": Words(
        "{actor}{representedParty} confirms that {container} of release order {orderId} at version {version} left "
        "through its gate with {collector}{pickup}{remark}.",
        "{actor}{representedParty}确认放货指令 {orderId}(第 {version} 版)的{container}已由{collector}提离出闸"
        "{pickup}{remark}。",
    ),
    "CorrectGateOut": Words(
        "{actor}{representedParty} and {carrier} correct the gate-out of {container} of release order {orderId} at "
        "version {version}, recorded in error: it is in{remark}.",
        "{actor}{representedParty}与{carrier}共同更正放货指令 {orderId}(第 {version} 版){container}误记的出闸:"
        "该箱仍在场{remark}。",
    ),
    "RevokeReleaseOrder": Words(
        "{actor}{representedParty} revokes release order {orderId} at version {version} on bill {billId}{remark}.",
        "{actor}{representedParty}撤销提单 {billId} 项下的放货指令 {orderId}(第 {version} 版){remark}。",
    ),
    "ShareContainer": Words(
        "{actor}{representedParty} declares shared container {boxId}: one container that bills {billIds} share, their "
        "containers {containers} (counted from 0); it leaves when each of them is released{remark}.",
        "{actor}{representedParty}登记拼箱 {boxId}:提单 {billIds} 的第 {containers} 号箱(从 0 起)为同一集装箱,"
        "各提单均放货后方可出闸{remark}。",
    ),
    "UnshareContainer": Words(
        "{actor}{representedParty} declares that container {boxId} at version {version} is shared no more: it leaves "
        "on each bill's order alone{remark}.",
        "{actor}{representedParty}撤销拼箱 {boxId}(第 {version} 版),各提单的箱凭各自放货指令出闸{remark}。",
    ),
    "RequestAppointment": Words(
        "{actor}{representedParty} asks for appointment {appointmentId}: to collect {container} of release order "
        "{orderId} between {opensAt} and {closesAt}{pickup}{remark}.",
        "{actor}{representedParty}申请提箱预约 {appointmentId}:于 {opensAt} 至 {closesAt} 提取放货指令 {orderId} 的"
        "{container}{pickup}{remark}。",
    ),
    "ConfirmAppointment": Words(
        "{actor}{representedParty} confirms appointment {appointmentId} at version {version}{remark}.",
        "{actor}{representedParty}确认提箱预约 {appointmentId}(第 {version} 版){remark}。",
    ),
    "RefuseAppointment": Words(
        "{actor}{representedParty} refuses appointment {appointmentId} at version {version}{remark}.",
        "{actor}{representedParty}拒绝提箱预约 {appointmentId}(第 {version} 版){remark}。",
    ),
    "CancelAppointment": Words(
        "{actor}{representedParty} cancels appointment {appointmentId} at version {version}{remark}.",
        "{actor}{representedParty}取消提箱预约 {appointmentId}(第 {version} 版){remark}。",
    ),
    "InstructInspection": Words(
        "{actor}{representedParty}, as {authority}, instructs inspection {inspectionId} of {containers} of release "
        "order {orderId}{remark}.",
        "{actor}{representedParty}以{authority}身份对放货指令 {orderId} 的{containers}下达查验指令 {inspectionId}"
        "{remark}。",
    ),
    "CommissionInspection": Words(
        "{actor}{representedParty} commissions {agent} with inspection {inspectionId} at version {version}, "
        "{attendance}{remark}.",
        "{actor}{representedParty}就查验 {inspectionId}(第 {version} 版)委托{agent}办理,{attendance}{remark}。",
    ),
    "AcceptCommission": Words(
        "{actor}{representedParty} accepts the commission of inspection {inspectionId} at version {version}{remark}.",
        "{actor}{representedParty}接受查验 {inspectionId}(第 {version} 版)的委托{remark}。",
    ),
    "ScheduleInspection": Words(
        "{actor}{representedParty} schedules inspection {inspectionId} at version {version} for {scheduledAt}{remark}.",
        "{actor}{representedParty}将查验 {inspectionId}(第 {version} 版)预约于 {scheduledAt}{remark}。",
    ),
    "CompleteInspection": Words(
        "{actor}{representedParty} completes inspection {inspectionId} at version {version} with the result: {result}"
        "{remark}.",
        "{actor}{representedParty}出具查验 {inspectionId}(第 {version} 版)的结果:{result}{remark}。",
    ),
    "ApplyCertificate": Words(
        "{actor}{representedParty} applies to {taxAuthority} for certificate {certificateId} ({certificateType}) on "
        "{quantity} of {declaredQuantity} declared units of declaration item {declarationItem}, for use by {user}"
        "{billId}{remark}.",
        "{actor}{representedParty}向{taxAuthority}申请证明 {certificateId}({certificateType}):报关单项 "
        "{declarationItem} 申报数量 {declaredQuantity} 中的 {quantity},由{user}使用{billId}{remark}。",
    ),
    "AcceptApplication": Words(
        "{actor}{representedParty} accepts the application for certificate {certificateId} at version {version} for "
        "processing{remark}.",
        "{actor}{representedParty}受理证明 {certificateId}(第 {version} 版)的申请{remark}。",
    ),
    "ReturnApplication": Words(
        "{actor}{representedParty} sends the application for certificate {certificateId} at version {version} back to "
        "be corrected{remark}.",
        "{actor}{representedParty}将证明 {certificateId}(第 {version} 版)的申请退回补正{remark}。",
    ),
    "ResubmitApplication": Words(
        "{actor}{representedParty} submits the application for certificate {certificateId} at version {version} again, "
        "corrected to the content {content} and {quantity} units{remark}.",
        "{actor}{representedParty}补正后重新提交证明 {certificateId}(第 {version} 版)的申请:内容 {content},"
        "数量 {quantity}{remark}。",
    ),
    "WithdrawApplication": Words(
        "{actor}{representedParty} withdraws the application for certificate {certificateId} at version {version}"
        "{remark}.",
        "{actor}{representedParty}撤回证明 {certificateId}(第 {version} 版)的申请{remark}。",
    ),
    "ApplyVoid": Words(
        "{actor}{representedParty} applies to have the unused certificate {certificateId} at version {version} voided"
        "{replacement}{quantity}{billId}{remark}.",
        "{actor}{representedParty}申请作废未使用的证明 {certificateId}(第 {version} 版){replacement}{quantity}"
        "{billId}{remark}。",
    ),
    "ReplaceCertificate": Words(
        "{actor}{representedParty} voids the unused certificate {certificateId} at version {version} and issues "
        "certificate {replacement} in its place{remark}.",
        "{actor}{representedParty}作废未使用的证明 {certificateId}(第 {version} 版),并重开证明 {replacement}"
        "{remark}。",
    ),
    "IssueCertificate": Words(
        "{actor}{representedParty} issues certificate {certificateId} at version {version}{remark}.",
        "{actor}{representedParty}开具证明 {certificateId}(第 {version} 版){remark}。",
    ),
    "RefuseCertificate": Words(
        "{actor}{representedParty} refuses to issue certificate {certificateId} at version {version}{remark}.",
        "{actor}{representedParty}不予开具证明 {certificateId}(第 {version} 版){remark}。",
    ),
    "UseCertificate": Words(
        "{actor}{representedParty} uses certificate {certificateId} at version {version}, once and for all, for "
        "{usedFor}{remark}.",
        "{actor}{representedParty}将证明 {certificateId}(第 {version} 版)一次性用于 {usedFor}{remark}。",
    ),
    "FileClaim": Words(
        "{actor}{representedParty} files claim {claimId} for refund with {taxAuthority}{remark}.",
        "{actor}{representedParty}向{taxAuthority}申报退税 {claimId}{remark}。",
    ),
    "ReturnClaim": Words(
        "{actor}{representedParty} sends claim {claimId} at version {version} back to be corrected{remark}.",
        "{actor}{representedParty}将退税申报 {claimId}(第 {version} 版)退回补正{remark}。",
    ),
    "RefileClaim": Words(
        "{actor}{representedParty} files claim {claimId} at version {version} again, corrected to the content {content}"
        "{remark}.",
        "{actor}{representedParty}补正后重新申报退税 {claimId}(第 {version} 版):内容 {content}{remark}。",
    ),
    "WithdrawClaim": Words(
        "{actor}{representedParty} withdraws claim {claimId} at version {version}{remark}.",
        "{actor}{representedParty}撤回退税申报 {claimId}(第 {version} 版){remark}。",
    ),
    "AcceptClaim": Words(
        "{actor}{representedParty} accepts claim {claimId} at version {version} of an exporter of {managementClass}: "
        "its clock starts{remark}.",
        "{actor}{representedParty}受理退税申报 {claimId}(第 {version} 版),出口企业分类为{managementClass},开始计时"
        "{remark}。",
    ),
    "ReviewClaim": Words(
        "{actor}{representedParty} has reviewed claim {claimId} at version {version}{remark}.",
        "{actor}{representedParty}完成退税申报 {claimId}(第 {version} 版)的审核{remark}。",
    ),
    "ConcludeClaim": Words(
        "{actor}{representedParty} concludes claim {claimId} at version {version}, {outcome}: its clock stops{remark}.",
        "{actor}{representedParty}办结退税申报 {claimId}(第 {version} 版):{outcome},停止计时{remark}。",
    ),
    "PayRefund": Words(
        "{actor}{representedParty} has had the refund of claim {claimId} at version {version} paid{remark}.",
        "{actor}{representedParty}已办理退税申报 {claimId}(第 {version} 版)的退库{remark}。",
    ),
    "VoidCertificate": Words(
        "{actor}{representedParty} voids certificate {certificateId} at version {version}{remark}.",
        "{actor}{representedParty}作废证明 {certificateId}(第 {version} 版){remark}。",
    ),
    "RegisterDocument": Words(
        "{actor}{representedParty} registers document {documentId} ({documentType}) about {subjectKind}{subject}, "
        "{validUntil}; to be used up by {consumer}{consumerRoles}{remark}.",
        "{actor}{representedParty}登记单证 {documentId}({documentType}),对象:{subjectKind}{subject},{validUntil};"
        "可由{consumer}{consumerRoles}一次性使用{remark}。",
    ),
    "RegisterInterchange": Words(
        "{actor}{representedParty} and {haulier} register equipment interchange receipt {documentId} about "
        "{subjectKind}{subject} together{remark}.",
        "{actor}{representedParty}与{haulier}共同登记设备交接单 {documentId},对象:{subjectKind}{subject}{remark}。",
    ),
    "SupersedeDocument": Words(
        "{actor}{representedParty} puts document {successor} about {subjectKind}{subject}, {validUntil}, in the place "
        "of document {documentId} at version {version}, which ends{remark}.",
        "{actor}{representedParty}以单证 {successor}(对象:{subjectKind}{subject},{validUntil})取代单证 {documentId}"
        "(第 {version} 版),原单证失效{remark}。",
    ),
    "RevokeDocument": Words(
        "{actor}{representedParty} revokes document {documentId} at version {version}{remark}.",
        "{actor}{representedParty}撤销单证 {documentId}(第 {version} 版){remark}。",
    ),
    "ConsumeDocument": Words(
        "{actor}{representedParty} uses up document {documentId} at version {version}, once and for all, for {usedFor}"
        "{remark}.",
        "{actor}{representedParty}将单证 {documentId}(第 {version} 版)一次性用于 {usedFor}{remark}。",
    ),
    "AnchorMilestones": Words(
        "{actor}{representedParty} confirms {events} that happened from {earliestAt} to {latestAt}, about {subjectKind}"
        "{subject}, as batch {batchId}{remark}.",
        "{actor}{representedParty}确认 {earliestAt} 至 {latestAt} 发生的 {events}(对象:{subjectKind}{subject}),"
        "批次 {batchId}{remark}。",
    ),
    "CorrectMilestones": Words(
        "{actor}{representedParty} corrects batch {batchId} at version {version} by batch {correction}: {events} that "
        "happened from {earliestAt} to {latestAt}, about {subjectKind}{subject}{remark}.",
        "{actor}{representedParty}以批次 {correction} 更正批次 {batchId}(第 {version} 版):{earliestAt} 至 {latestAt} "
        "发生的 {events}(对象:{subjectKind}{subject}){remark}。",
    ),
}

# Fields that say something else, or nothing, when they are 0: the clause with a value, and the clause without.
CLAUSES: Final[Mapping[str, tuple[Words, Words]]] = {
    "representedParty": (Words(" on behalf of {}", "代表{}"), Words("", "")),
    "remark": (Words(", with the remark {}", ",附注 {}"), Words("", "")),
    "titleHolder": (
        Words(", with title in {}", ",权利人为{}"),
        Words(", with no title holder named", ",未指名权利人"),
    ),
    "endorsee": (Words(" to {}", "给{}"), Words("", "")),
    "deliverTo": (
        Words("delivers it to {}", "并交付给{}"),
        Words("keeps possession", "占有不变"),
    ),
    "expiresAt": (Words("they end after {}", "有效期至 {}"), Words("they never end", "长期有效")),
    "pickup": (Words(", pickup {}", ",提货凭据 {}"), Words("", "")),
    "subject": (Words(" {}", " {}"), Words("", "")),
    "RegisterDocument.validUntil": (
        Words("valid until {}", "有效期至 {}"),
        Words("valid for good", "长期有效"),
    ),
    "SupersedeDocument.validUntil": (
        Words("valid until {}", "有效期至 {}"),
        Words("valid for good", "长期有效"),
    ),
    "consumer": (Words("{} alone", "{}"), Words("no member by name", "未指名成员")),
    "consumerRoles": (
        Words(", with one of the roles: {}", ",须具备角色之一:{}"),
        Words(", with no role asked for", ",不限角色"),
    ),
    "ReturnFromPaper.titleHolder": (
        Words(" and title in {}", ",权利人为{}"),
        Words(", endorsed in blank", ",空白背书"),
    ),
    "ApplyCertificate.billId": (Words(", shipped under bill {}", ",对应提单 {}"), Words("", "")),
    "ApplyVoid.billId": (Words(", shipped under bill {}", ",对应提单 {}"), Words("", "")),
    "ApplyVoid.replacement": (
        Words(" and certificate {} issued in its place", ",并重开证明 {}"),
        Words(" without another in its place", ",不重开"),
    ),
    "ApplyVoid.quantity": (Words(", on {} units", ",数量 {}"), Words("", "")),
    "ChangeThreshold.member": (Words("{}", "{}"), Words("the consortium", "联盟")),
    "SetHold.containers": (Words("{}", "{}"), Words("the whole", "全部货物")),
    "ClearHold.containers": (Words("{}", "{}"), Words("the whole", "全部货物")),
}
