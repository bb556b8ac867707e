"""What can be done with each kind of record. Written from the contracts by `make fix`; do not edit.

Names of enums and bit tables may be spelled in any way, or be numbers; times are `datetime`, RFC 3339 or seconds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias, Unpack

from api.client.calls import Acting, Group, M, action

Choice: TypeAlias = str | int
Choices: TypeAlias = Sequence[str] | str | int
Moment: TypeAlias = datetime | str | int


class ParticipantVerbs(Group[M]):
    """What can be done with members and their wallets."""

    @action("AdmitMember")
    def admit(
        self, identity: str, *, name: str, roles: Choices, wallet: str, **more: Unpack[Acting]
    ) -> None:
        """The governors admit an organisation with its first wallet.

        Args:
            identity: The salted commitment of its legal identifier (LEI or 统一社会信用代码).
            name: Its name, 1 to 64 bytes of UTF-8.
            roles: Roles: what it is admitted as.
            wallet: Its first wallet, which gets every power and never expires.
        """

    @action("EnrolWallet")
    def enrol_wallet(
        self,
        wallet: str,
        *,
        powers: Choices,
        member: int | None = None,
        expires_at: Moment | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """A member's admin wallet gives another wallet powers until a time; the wallet proves that it exists by signing too.

        Args:
            wallet: The wallet; one that is enrolled already gets these powers and this expiry instead.
            powers: Powers: the families of actions that it may sign.
            member: The member.
            expires_at: When it ends: seconds since 1970 UTC, inclusive; 0 for never.
        """

    @action("RevokeWallet")
    def revoke_wallet(
        self, wallet: str, *, member: int | None = None, **more: Unpack[Acting]
    ) -> None:
        """A member's admin wallet revokes a wallet for good.

        Args:
            wallet: The wallet; it can never be enrolled again.
            member: The member.
        """

    @action("ChangeRoles")
    def change_roles(self, member: int, *, roles: Choices, **more: Unpack[Acting]) -> None:
        """The governors change what a member is admitted as.

        Args:
            member: The member.
            roles: Roles: what it is admitted as from now on.
        """

    @action("SuspendMember")
    def suspend(self, member: int, **more: Unpack[Acting]) -> None:
        """The governors suspend a member: it neither acts nor receives, and loses nothing.

        Args:
            member: The member.
        """

    @action("ReinstateMember")
    def reinstate(self, member: int, **more: Unpack[Acting]) -> None:
        """The governors end a member's suspension.

        Args:
            member: The member.
        """

    @action("ChangeThreshold")
    def change_threshold(
        self, threshold: int, *, member: int | None = None, **more: Unpack[Acting]
    ) -> None:
        """The governors change how many of them have to sign.

        Args:
            threshold: How many governors have to sign from now on.
            member: The number 0: the consortium itself.
        """

    @action("SetFourEyes")
    def set_four_eyes(
        self, powers: Choices, *, member: int | None = None, **more: Unpack[Acting]
    ) -> None:
        """A member's admin wallet asks for two wallets' signatures on families of actions (four-eyes).

        Args:
            powers: Powers: the families that need two wallets from now on; 0 for none.
            member: The member.
        """

    @action("ProposeRecovery")
    def propose_recovery(self, member: int, *, wallet: str, **more: Unpack[Acting]) -> None:
        """The governors propose a new admin wallet for a member that has lost its own.

        Args:
            member: The member.
            wallet: The new wallet.
        """

    @action("VetoRecovery")
    def veto_recovery(self, *, member: int | None = None, **more: Unpack[Acting]) -> None:
        """A member's admin wallet vetoes a proposed recovery: it has not lost its wallets.

        Args:
            member: The member.
        """

    @action("CompleteRecovery")
    def complete_recovery(self, member: int, **more: Unpack[Acting]) -> None:
        """The new wallet of a recovery that nobody vetoed takes over after the delay.

        Args:
            member: The member.
        """


class BillVerbs(Group[M]):
    """What can be done with a bill of lading."""

    @action("IssueBill")
    def issue_unseen(
        self,
        bill_id: str,
        *,
        kind: Choice,
        holder: int,
        title_holder: int | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The carrier issues a bill to its first holder (签发).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            kind: BillKind: straight, to order, bearer or sea waybill.
            holder: The member in possession first (issue-to party).
            title_holder: The named consignee (straight, sea waybill) or the order party (to order); 0 for a bearer bill.
        """

    @action("Endorse")
    def endorse(
        self,
        bill_id: str,
        *,
        endorsement: Choice,
        endorsee: int | None = None,
        deliver_to: int | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The title holder in possession endorses the bill, and delivers it if a new holder is named (背书).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            endorsement: EndorsementKind: to order, restrictive or in blank.
            endorsee: The member that gets title; 0 in blank.
            deliver_to: The member that gets possession; 0 if possession stays.
        """

    @action("TransferPossession")
    def transfer(self, bill_id: str, *, holder: int, **more: Unpack[Acting]) -> None:
        """The holder passes possession on (转移占有).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            holder: The member that gets possession.
        """

    @action("RejectTransfer")
    def reject_transfer(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The party that the last transfer went to sends it back before any other act (拒收).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("SurrenderForDelivery")
    def surrender(self, bill_id: str, *, release_to: int, **more: Unpack[Acting]) -> None:
        """The holder with title gives the bill back to its carrier against delivery (交还提货).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            release_to: The member to whom the cargo is to be released.
        """

    @action("AcceptSurrender")
    def accept_surrender(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The carrier accepts the surrender; the bill is accomplished and never moves again.

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("RejectSurrender")
    def reject_surrender(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The carrier refuses the surrender; the bill goes back to the party that surrendered it.

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("SignBill")
    def sign(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The holder confirms its possession: an entry in the chain of the bill, no change (签注).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("Pledge")
    def pledge(self, bill_id: str, *, pledgee: int, **more: Unpack[Acting]) -> None:
        """The holder with title pledges the bill to a bank; both sign, the holder first (质押).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            pledgee: The bank.
        """

    @action("ReleasePledge")
    def release_pledge(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The bank gives its pledge up (解除质押).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("EnforcePledge")
    def enforce_pledge(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The bank takes possession and title of what was pledged to it (实现质权).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("FreezeBill")
    def freeze(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """A court freezes the bill: nothing moves (冻结).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("UnfreezeBill")
    def unfreeze(self, bill_id: str, **more: Unpack[Acting]) -> None:
        """The court that froze the bill ends its freeze (解冻).

        Args:
            bill_id: The bill: the salted commitment of its original content.
        """

    @action("Nominate")
    def nominate(
        self,
        bill_id: str,
        *,
        endorsement: Choice,
        endorsee: int | None = None,
        deliver_to: int | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The title holder names an endorsee while another has possession, who is to execute it (指定).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            endorsement: EndorsementKind: to order or restrictive.
            endorsee: The member that is to get title.
            deliver_to: The endorsee again, if it is to get possession too; 0 if possession stays.
        """

    @action("ExecuteNomination")
    def execute_nomination(
        self, bill_id: str, *, endorsee: int | None = None, **more: Unpack[Acting]
    ) -> None:
        """The holder executes what the title holder nominated (执行).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            endorsee: The member that was nominated.
        """

    @action("RequestAmendment")
    def request_amendment(self, bill_id: str, *, content: str, **more: Unpack[Acting]) -> None:
        """The holder asks the carrier to amend the content; a pledged bill's bank signs too (申请改单).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            content: The salted commitment of the amended content.
        """

    @action("Amend")
    def amend(self, bill_id: str, *, content: str, **more: Unpack[Acting]) -> None:
        """The carrier amends the content as the holder requested (改单).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            content: The salted commitment of the amended content.
        """

    @action("SurrenderForAmendment")
    def surrender_for_amendment(
        self, bill_id: str, *, reason: Choice, **more: Unpack[Acting]
    ) -> None:
        """The holder with title gives the bill back to its carrier for another document in its place (交还改单).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            reason: SurrenderReason: what for.
        """

    @action("ConvertToPaper")
    def convert_to_paper(
        self, bill_id: str, *, paper: str, originals: int, **more: Unpack[Acting]
    ) -> None:
        """The carrier answers a surrender for paper: the electronic bill rests while the paper set lives (转纸质).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            paper: The salted commitment of the paper set, which states the conversion.
            originals: How many paper originals were issued.
        """

    @action("ReturnFromPaper")
    def return_from_paper(
        self,
        bill_id: str,
        *,
        originals: int,
        holder: int,
        title_holder: int | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The carrier, with the complete paper set in hand, lets the electronic bill live again (转回电子).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            originals: How many paper originals came back: all of them.
            holder: The member that presented them, and gets possession.
            title_holder: The member with title by the paper's endorsements; 0 if endorsed in blank.
        """

    @action("VoidBill")
    def void(self, bill_id: str, *, holder: int, **more: Unpack[Acting]) -> None:
        """Carrier and first holder end a bill that never circulated; the carrier signs first (作废).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            holder: The first holder.
        """

    @action("Reissue")
    def reissue(self, bill_id: str, *, new_bill_id: str, **more: Unpack[Acting]) -> None:
        """The carrier issues a new bill in place of one that was surrendered for amendment (换发).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            new_bill_id: The new bill: the salted commitment of its content.
        """

    @action("SplitBill")
    def split(self, bill_id: str, *, children: Sequence[str], **more: Unpack[Acting]) -> None:
        """The carrier issues several bills in place of one that was surrendered for a split (拆单).

        Args:
            bill_id: The bill: the salted commitment of its original content.
            children: The new bills: the salted commitments of their contents, 2 to 64.
        """

    @action("CombineBills")
    def combine(self, bill_id: str, *, parents: Sequence[str], **more: Unpack[Acting]) -> None:
        """The carrier issues one bill in place of several that were surrendered for it (并单).

        Args:
            bill_id: The new bill: the salted commitment of its content.
            parents: The bills that it takes the place of, 2 to 64.
        """


class ReleaseVerbs(Group[M]):
    """What can be done with a release order."""

    @action("IssueReleaseOrder")
    def issue_unseen(
        self,
        order_id: str,
        *,
        bill_id: str,
        terminal: int,
        release_to: int,
        containers: int,
        valid_until: Moment,
        flow: Choice | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The carrier orders a terminal to release containers (签发放货指令).

        Args:
            order_id: The release order: the salted commitment of its original content.
            bill_id: The accomplished bill, or the sea waybill, that it stands on.
            terminal: The member that confirms gate-out.
            release_to: The member with the right to collect first: the party named at the surrender, or a sea waybill's consignee.
            containers: Number of containers, 1 to 256.
            valid_until: When the order ends: seconds since 1970 UTC, inclusive.
            flow: ReleaseFlow: through the yard, direct pick-up from the ship's side, or direct loading.
        """

    @action("SetHold")
    def hold(
        self,
        order_id: str,
        *,
        authority: Choice,
        containers: Sequence[int] | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """An authority holds the whole order or single containers (扣留).

        Args:
            order_id: The release order: the salted commitment of its original content.
            authority: HoldAuthority that the actor acts as.
            containers: A bit for each container to hold; 0 for the whole order.
        """

    @action("ClearHold")
    def clear_hold(
        self,
        order_id: str,
        *,
        authority: Choice,
        containers: Sequence[int] | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The authority that set a hold clears it (放行).

        Args:
            order_id: The release order: the salted commitment of its original content.
            authority: HoldAuthority that the actor acts as.
            containers: A bit for each container to clear; 0 for the whole order.
        """

    @action("DelegateCollection")
    def delegate(self, order_id: str, *, delegate: int, **more: Unpack[Acting]) -> None:
        """The party with the right to collect passes it on; it moves when the delegate accepts (委托提货).

        Args:
            order_id: The release order: the salted commitment of its original content.
            delegate: The forwarder or haulier.
        """

    @action("AcceptDelegation")
    def accept_delegation(self, order_id: str, **more: Unpack[Acting]) -> None:
        """The delegate accepts the right to collect.

        Args:
            order_id: The release order: the salted commitment of its original content.
        """

    @action("DeclineDelegation")
    def decline_delegation(self, order_id: str, **more: Unpack[Acting]) -> None:
        """The invited delegate declines the right to collect (拒绝委托).

        Args:
            order_id: The release order: the salted commitment of its original content.
        """

    @action("WithdrawDelegation")
    def withdraw_delegation(self, order_id: str, *, delegate: int, **more: Unpack[Acting]) -> None:
        """Who delegated the right to collect takes it back, with all that was delegated from there on (撤回委托).

        Args:
            order_id: The release order: the salted commitment of its original content.
            delegate: The member that loses the right or the invitation.
        """

    @action("ExtendReleaseOrder")
    def extend(self, order_id: str, *, valid_until: Moment, **more: Unpack[Acting]) -> None:
        """The carrier extends the order's validity; an expired order is active again (展期).

        Args:
            order_id: The release order: the salted commitment of its original content.
            valid_until: When the order ends from now on: seconds since 1970 UTC, inclusive; later than before.
        """

    @action("GateOut")
    def gate_out(
        self,
        order_id: str,
        *,
        container: int,
        collector: int,
        pickup: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The terminal confirms that a container left through its gate (出闸).

        Args:
            order_id: The release order: the salted commitment of its original content.
            container: The container's place in the order, from 0.
            collector: The member that collected it.
            pickup: The salted commitment of truck and driver, or 0.
        """

    @action("CorrectGateOut")
    def correct_gate_out(
        self, order_id: str, *, carrier: int, container: int, **more: Unpack[Acting]
    ) -> None:
        """The terminal and the carrier together correct a gate-out that was recorded in error: the container is in (更正).

        Args:
            order_id: The release order: the salted commitment of its original content.
            carrier: The carrier, which signs too.
            container: The container's place in the order, from 0.
        """

    @action("RevokeReleaseOrder")
    def revoke(self, order_id: str, *, bill_id: str, **more: Unpack[Acting]) -> None:
        """The carrier revokes the order for the containers that are still in (撤销).

        Args:
            order_id: The release order: the salted commitment of its original content.
            bill_id: The bill that the order stands on.
        """


class SharedContainerVerbs(Group[M]):
    """What can be done with a container that several bills share."""

    @action("ShareContainer")
    def share(
        self,
        box_id: str,
        *,
        bill_ids: Sequence[str],
        containers: Sequence[int],
        **more: Unpack[Acting],
    ) -> None:
        """The carrier declares that one container is shared by several bills (拼箱).

        Args:
            box_id: The shared container: the salted commitment of its number and voyage.
            bill_ids: The bills that share it, 2 to 16.
            containers: For each of them the container's number in the bill's release order, from 0.
        """

    @action("UnshareContainer")
    def unshare(self, box_id: str, **more: Unpack[Acting]) -> None:
        """The carrier declares that a container is shared no more (撤销拼箱).

        Args:
            box_id: The shared container: the salted commitment of its number and voyage.
        """


class AppointmentVerbs(Group[M]):
    """What can be done with a window to collect a container."""

    @action("RequestAppointment")
    def request_unseen(
        self,
        appointment_id: str,
        *,
        order_id: str,
        container: int,
        opens_at: Moment,
        closes_at: Moment,
        pickup: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The party with the right to collect asks the terminal for a window to come for a container (申请提箱预约).

        Args:
            appointment_id: The appointment: the salted commitment of its content.
            order_id: The release order.
            container: The container's place in the order, from 0.
            opens_at: Begin of the window: seconds since 1970 UTC.
            closes_at: End of the window: seconds since 1970 UTC, inclusive.
            pickup: The salted commitment of truck and driver.
        """

    @action("ConfirmAppointment")
    def confirm(self, appointment_id: str, **more: Unpack[Acting]) -> None:
        """The terminal confirms an appointment (确认预约).

        Args:
            appointment_id: The appointment: the salted commitment of its content.
        """

    @action("RefuseAppointment")
    def refuse(self, appointment_id: str, **more: Unpack[Acting]) -> None:
        """The terminal refuses an appointment; the remark may say why (拒绝预约).

        Args:
            appointment_id: The appointment: the salted commitment of its content.
        """

    @action("CancelAppointment")
    def cancel(self, appointment_id: str, **more: Unpack[Acting]) -> None:
        """The party that asked for an appointment gives it up (取消预约).

        Args:
            appointment_id: The appointment: the salted commitment of its content.
        """


class InspectionVerbs(Group[M]):
    """What can be done with an inspection of containers."""

    @action("InstructInspection")
    def instruct_unseen(
        self,
        inspection_id: str,
        *,
        order_id: str,
        authority: Choice,
        containers: Sequence[int],
        **more: Unpack[Acting],
    ) -> None:
        """Customs instructs the inspection of containers that it holds (布控).

        Args:
            inspection_id: The inspection: the salted commitment of its instruction.
            order_id: The release order.
            authority: HoldAuthority whose hold keeps the containers in: customs or quarantine.
            containers: A bit for each container to inspect.
        """

    @action("CommissionInspection")
    def commission(
        self, inspection_id: str, *, agent: int, attendance: Choice, **more: Unpack[Acting]
    ) -> None:
        """The consignee's side commissions the terminal or a forwarder with the inspection (查验委托).

        Args:
            inspection_id: The inspection: the salted commitment of its instruction.
            agent: The terminal or forwarder.
            attendance: Attendance: accompanied by the consignee's side, or not.
        """

    @action("AcceptCommission")
    def accept(self, inspection_id: str, **more: Unpack[Acting]) -> None:
        """The agent accepts the commission (接受查验委托).

        Args:
            inspection_id: The inspection: the salted commitment of its instruction.
        """

    @action("ScheduleInspection")
    def schedule(self, inspection_id: str, *, scheduled_at: Moment, **more: Unpack[Acting]) -> None:
        """The agent schedules the inspection, or moves it (预约查验).

        Args:
            inspection_id: The inspection: the salted commitment of its instruction.
            scheduled_at: When it is to be: seconds since 1970 UTC.
        """

    @action("CompleteInspection")
    def complete(self, inspection_id: str, *, result: Choice, **more: Unpack[Acting]) -> None:
        """The office says what the inspection found (查验结果).

        Args:
            inspection_id: The inspection: the salted commitment of its instruction.
            result: InspectionResult: pass, sample sent or fail.
        """


class CertificateVerbs(Group[M]):
    """What can be done with an export tax refund certificate."""

    @action("ApplyCertificate")
    def apply_unseen(
        self,
        certificate_id: str,
        *,
        certificate_type: Choice,
        tax_authority: int,
        user: int,
        declaration_item: str,
        quantity: int,
        declared_quantity: int,
        bill_id: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """An exporter applies for a certificate on an item of an export declaration (申请).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
            certificate_type: CertificateType: one of the nine electronic types.
            tax_authority: The competent tax authority.
            user: The member that may use the certificate, once.
            declaration_item: The salted commitment of the customs declaration's item.
            quantity: Quantity certified, in thousandths of the declared unit.
            declared_quantity: Quantity of the whole item, in thousandths of the declared unit.
            bill_id: The bill of lading on this ledger, or 0.
        """

    @action("AcceptApplication")
    def accept(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority accepts the application for processing (受理).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("ReturnApplication")
    def send_back(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority sends the application back to be corrected; the remark carries the reason (退回补正).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("ResubmitApplication")
    def resubmit(
        self, certificate_id: str, *, content: str, quantity: int, **more: Unpack[Acting]
    ) -> None:
        """The applicant submits a returned application again, corrected (补正后重新提交).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
            content: The salted commitment of the corrected application.
            quantity: The quantity that is to be certified, in thousandths of the declared unit.
        """

    @action("WithdrawApplication")
    def withdraw(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The applicant withdraws the application before it is decided (撤回).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("IssueCertificate")
    def issue(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority issues the certificate (开具).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("RefuseCertificate")
    def refuse(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority refuses; the remark carries the reason (不予开具).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("UseCertificate")
    def use(self, certificate_id: str, *, used_for: str, **more: Unpack[Acting]) -> None:
        """The member that the certificate is for uses it, once (使用).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
            used_for: The salted commitment of the refund claim or customs declaration that it is used for.
        """

    @action("ApplyVoid")
    def apply_void(
        self,
        certificate_id: str,
        *,
        replacement: str | None = None,
        quantity: int | None = None,
        bill_id: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The applicant applies to have the unused certificate voided, or replaced by a corrected one (申请作废/更正重开).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
            replacement: The corrected certificate: the salted commitment of its application; 0 to void alone.
            quantity: The quantity that it is to certify, in thousandths of the declared unit; 0 to void alone.
            bill_id: The bill of lading of the corrected application, or 0.
        """

    @action("VoidCertificate")
    def void(self, certificate_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority voids an unused certificate, as its applicant applied for (作废).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
        """

    @action("ReplaceCertificate")
    def replace(self, certificate_id: str, *, replacement: str, **more: Unpack[Acting]) -> None:
        """The tax authority voids the certificate and issues the corrected one in its place, at once (更正重开).

        Args:
            certificate_id: The certificate: the salted commitment of its application.
            replacement: The corrected certificate, as the applicant applied for it.
        """


class ClaimVerbs(Group[M]):
    """What can be done with an export refund claim."""

    @action("FileClaim")
    def file_unseen(self, claim_id: str, *, tax_authority: int, **more: Unpack[Acting]) -> None:
        """The exporter files a claim for refund (申报).

        Args:
            claim_id: The claim: the salted commitment of its original content.
            tax_authority: The tax authority that decides.
        """

    @action("ReturnClaim")
    def send_back(self, claim_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority sends the claim back to be corrected; the remark carries the reason (退回补正).

        Args:
            claim_id: The claim: the salted commitment of its original content.
        """

    @action("RefileClaim")
    def refile(self, claim_id: str, *, content: str, **more: Unpack[Acting]) -> None:
        """The exporter files a returned claim again, corrected (补正后重新申报).

        Args:
            claim_id: The claim: the salted commitment of its original content.
            content: The salted commitment of the corrected claim.
        """

    @action("WithdrawClaim")
    def withdraw(self, claim_id: str, **more: Unpack[Acting]) -> None:
        """The exporter withdraws a claim that is not accepted yet (撤回).

        Args:
            claim_id: The claim: the salted commitment of its original content.
        """

    @action("AcceptClaim")
    def accept(self, claim_id: str, *, management_class: Choice, **more: Unpack[Acting]) -> None:
        """The tax authority accepts the claim, under the exporter's management class: its clock starts (受理).

        Args:
            claim_id: The claim: the salted commitment of its original content.
            management_class: ManagementClass of the exporter, 1 to 4, as the tax authority has it.
        """

    @action("ReviewClaim")
    def review(self, claim_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority has reviewed the claim (审核).

        Args:
            claim_id: The claim: the salted commitment of its original content.
        """

    @action("ConcludeClaim")
    def conclude(self, claim_id: str, *, outcome: Choice, **more: Unpack[Acting]) -> None:
        """The tax authority decides on the claim: its clock stops; a refusal's remark carries the reason (办结).

        Args:
            claim_id: The claim: the salted commitment of its original content.
            outcome: ClaimOutcome: approved or refused.
        """

    @action("PayRefund")
    def pay(self, claim_id: str, **more: Unpack[Acting]) -> None:
        """The tax authority has ordered the refund of an approved claim from the treasury (退库).

        Args:
            claim_id: The claim: the salted commitment of its original content.
        """


class DocumentVerbs(Group[M]):
    """What can be done with a supporting document."""

    @action("RegisterDocument")
    def register_unseen(
        self,
        document_id: str,
        *,
        document_type: Choice,
        subject_kind: Choice | None = None,
        subject: str | None = None,
        valid_until: Moment | None = None,
        consumer: int | None = None,
        consumer_roles: Choices | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """The issuer registers a supporting document by its commitment (登记单证).

        Args:
            document_id: The document: the salted commitment of its content.
            document_type: DocumentType: what it is.
            subject_kind: SubjectKind: what it is about.
            subject: The bill, order, certificate, container or port call that it is about, or 0.
            valid_until: Until when it is valid: seconds since 1970 UTC, inclusive; 0 for good.
            consumer: The member that may use it up, once; 0 for any with one of the roles.
            consumer_roles: Roles: who uses it up holds one of these; if no consumer is named either, nobody uses it up.
        """

    @action("RegisterInterchange")
    def register_interchange_unseen(
        self,
        document_id: str,
        *,
        haulier: int,
        subject_kind: Choice | None = None,
        subject: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """Whoever hands a container over and the haulier register their equipment interchange receipt together (设备交接单).

        Args:
            document_id: The receipt: the salted commitment of its content.
            haulier: The haulier, which signs too.
            subject_kind: SubjectKind: what it is about.
            subject: The bill, order, certificate, container or port call that it is about, or 0.
        """

    @action("SupersedeDocument")
    def supersede_unseen(
        self,
        document_id: str,
        *,
        successor: str | None,
        subject_kind: Choice | None,
        subject: str | None,
        valid_until: Moment | None,
        **more: Unpack[Acting],
    ) -> None:
        """The issuer puts another document in the place of one; type and consumer pass on (更正替换).

        Args:
            document_id: The document that ends: the salted commitment of its content.
            successor: The document that takes its place: the salted commitment of its content.
            subject_kind: SubjectKind: what the new one is about.
            subject: The bill, order, certificate, container or port call that the new one is about, or 0.
            valid_until: Until when the new one is valid: seconds since 1970 UTC, inclusive; 0 for good.
        """

    @action("RevokeDocument")
    def revoke(self, document_id: str, **more: Unpack[Acting]) -> None:
        """The issuer revokes a document that was not used up (撤销).

        Args:
            document_id: The document: the salted commitment of its content.
        """

    @action("ConsumeDocument")
    def consume(self, document_id: str, *, used_for: str, **more: Unpack[Acting]) -> None:
        """Who is entitled uses a document up, once: for one claim, one financing, one declaration (核销使用).

        Args:
            document_id: The document: the salted commitment of its content.
            used_for: The salted commitment of what it is used for.
        """


class MilestoneVerbs(Group[M]):
    """What can be done with a batch of port operation events."""

    @action("AnchorMilestones")
    def anchor_unseen(
        self,
        batch_id: str,
        *,
        events: int,
        earliest_at: Moment,
        latest_at: Moment,
        subject_kind: Choice | None = None,
        subject: str | None = None,
        **more: Unpack[Acting],
    ) -> None:
        """An observer anchors a batch of port operation events that have happened (节点存证).

        Args:
            batch_id: The batch: the root of the Merkle tree over its events' salted commitments.
            events: Number of events.
            earliest_at: When the earliest event happened: seconds since 1970 UTC.
            latest_at: When the latest event happened: seconds since 1970 UTC.
            subject_kind: SubjectKind: what all its events are about.
            subject: The bill, order, certificate, container or port call that they are about, or 0.
        """

    @action("CorrectMilestones")
    def correct_unseen(
        self,
        batch_id: str,
        *,
        correction: str | None,
        subject_kind: Choice | None,
        subject: str | None,
        events: int | None,
        earliest_at: Moment | None,
        latest_at: Moment | None,
        **more: Unpack[Acting],
    ) -> None:
        """The observer anchors a batch that says what is right where an earlier one is wrong (节点更正).

        Args:
            batch_id: The batch that is wrong: the root of its Merkle tree.
            correction: The batch that is right: the root of its Merkle tree.
            subject_kind: SubjectKind: what all events of the right one are about.
            subject: The bill, order, certificate, container or port call that they are about, or 0.
            events: Number of events of the right one.
            earliest_at: When the earliest of these happened: seconds since 1970 UTC.
            latest_at: When the latest of these happened: seconds since 1970 UTC.
        """
