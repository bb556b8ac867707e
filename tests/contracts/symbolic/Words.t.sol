// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BillState, BillWord, BillWords} from "../../../contracts/types/BillWord.sol";
import {CertificateState, CertificateWord} from "../../../contracts/types/CertificateWord.sol";
import {MemberWord} from "../../../contracts/types/MemberWord.sol";
import {OrderWord, ReleaseOrderState} from "../../../contracts/types/OrderWord.sol";
import {WalletWord} from "../../../contracts/types/WalletWord.sol";

/// @notice The packed words, for every word there is: a setter changes its own bits alone, and sets what it says.
contract WordsProof {
    uint256 private constant MEMBER = 0xffffff;

    function check_bill_setters(BillWord w, uint24 m, uint16 f) public pure {
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withHolder(m)), MEMBER << 88);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withTitleHolder(m)), MEMBER << 112);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withPreviousHolder(m)), MEMBER << 136);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withReleaseTo(m)), MEMBER << 184);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withFlags(f)), 0xffff << 16);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withPledgee(m)), MEMBER << 208);
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withNominee(m)), MEMBER << 232);
        assert(w.withPledgee(m).pledgee() == m && w.withNominee(m).nominee() == m);
        assert(w.withHolder(m).holder() == m && w.withPreviousHolder(m).previousHolder() == m);
        assert(w.withReleaseTo(m).releaseTo() == m && w.withFlags(f).flags() == f);
        assert(w.has(BillWords.FLAG_BLANK) || w.withTitleHolder(m).titleHolder() == m);
    }

    function check_bill_state(BillWord w, BillState s) public pure {
        _changes(BillWord.unwrap(w), BillWord.unwrap(w.withState(s)), 0xff);
        assert(w.withState(s).state() == s);
    }

    function check_bill_versionGoesUpByOne(BillWord w) public pure {
        BillWord next = w.advanced();
        _changes(BillWord.unwrap(w), BillWord.unwrap(next), 0xffffffff << 32);
        assert(next.version() == uint256(w.version()) + 1);
    }

    /// @notice What a transfer remembered comes back at its rejection: possession, title and its nature.
    function check_bill_rejectionUndoesTheTransfer(BillWord w, bool first, uint24 holder, uint24 title, uint16 nature)
        public
        pure
    {
        uint16 both = BillWords.FLAG_RESTRICTED | BillWords.FLAG_BLANK;
        BillWord moved = w.remembered(first ? BillWords.FLAG_HOLDER_MAY_REJECT : BillWords.FLAG_ENDORSEE_MAY_REJECT);
        moved = moved.withHolder(holder).withTitleHolder(title);
        moved = moved.withFlags((moved.flags() & ~both) | (nature & both));
        BillWord back = moved.restored();
        assert(back.holder() == w.holder() && back.titleHolder() == w.titleHolder());
        assert(back.flags() & both == w.flags() & both);
        assert(back.version() == w.version() && back.carrier() == w.carrier());
        assert(BillWord.unwrap(back) & 0xffff == BillWord.unwrap(w) & 0xffff);
    }

    function check_order_setters(OrderWord w, uint24 m, uint8 h, uint40 t) public pure {
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(w.withOrderHolds(h)), 0xff << 88);
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(w.withContainerHolds(h)), 0xff << 96);
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(w.withInvited(m)), MEMBER << 224);
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(w.withValidUntil(t)), 0xffffffffff << 48);
        assert(w.withOrderHolds(h).orderHolds() == h && w.withContainerHolds(h).containerHolds() == h);
        assert(w.withInvited(m).invited() == m && w.withValidUntil(t).validUntil() == t);
    }

    function check_order_state(OrderWord w, ReleaseOrderState s) public pure {
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(w.withState(s)), 0xff);
        assert(w.withState(s).stored() == s);
    }

    function check_order_versionGoesUpByOne(OrderWord w) public pure {
        OrderWord next = w.advanced();
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(next), 0xffffffff << 16);
        assert(next.version() == uint256(w.version()) + 1);
    }

    /// @notice Whoever accepts becomes the collector, and the last accepted delegate is the collector.
    function check_order_acceptance(OrderWord w) public pure {
        if (w.invited() == 0 || w.secondDelegate() != 0) return;
        OrderWord next = w.withAcceptance();
        assert(next.collector() == w.invited() && next.invited() == 0);
        _changes(OrderWord.unwrap(w), OrderWord.unwrap(next), (MEMBER << 176) | (MEMBER << 200) | (MEMBER << 224));
        assert(w.firstDelegate() == 0 || next.firstDelegate() == w.firstDelegate());
    }

    function check_certificate_setters(CertificateWord w, CertificateState s) public pure {
        _changes(CertificateWord.unwrap(w), CertificateWord.unwrap(w.withState(s)), 0xff);
        assert(w.withState(s).state() == s);
        CertificateWord next = w.advanced();
        _changes(CertificateWord.unwrap(w), CertificateWord.unwrap(next), 0xffffffff << 16);
        assert(next.version() == uint256(w.version()) + 1);
    }

    function check_member_setters(MemberWord w, uint32 bits, uint16 count, bool yes) public pure {
        _changes(MemberWord.unwrap(w), MemberWord.unwrap(w.withRoles(bits)), 0xffffffff << 32);
        _changes(MemberWord.unwrap(w), MemberWord.unwrap(w.withFourEyes(bits)), 0xffffffff << 64);
        _changes(MemberWord.unwrap(w), MemberWord.unwrap(w.withAdminWallets(count)), 0xffff << 96);
        _changes(MemberWord.unwrap(w), MemberWord.unwrap(w.withSuspended(yes)), 1 << 112);
        assert(w.withRoles(bits).roles() == bits && w.withFourEyes(bits).fourEyes() == bits);
        assert(w.withAdminWallets(count).adminWallets() == count && w.withSuspended(yes).suspended() == yes);
        MemberWord next = w.advanced();
        _changes(MemberWord.unwrap(w), MemberWord.unwrap(next), 0xffffffff);
        assert(next.version() == uint256(w.version()) + 1);
    }

    function check_wallet_setters(WalletWord w, uint32 roles, uint32 fourEyes, bool yes) public pure {
        _changes(WalletWord.unwrap(w), WalletWord.unwrap(w.withRevoked()), 1 << 160);
        assert(w.withRevoked().revoked());
        WalletWord next = w.withMember(roles, fourEyes, yes);
        _changes(WalletWord.unwrap(w), WalletWord.unwrap(next), (uint256(type(uint64).max) << 96) | (1 << 168));
        assert(next.roles() == roles && next.fourEyes() == fourEyes && next.suspended() == yes);
    }

    function _changes(uint256 before, uint256 now_, uint256 bits) private pure {
        assert((before ^ now_) & ~bits == 0);
    }
}
