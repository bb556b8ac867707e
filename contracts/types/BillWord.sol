// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Versions} from "./Versions.sol";

/// @notice The kinds of transport document (提单种类).
enum BillKind {
    Straight, // 记名提单: possession moves, title is the named consignee's
    ToOrder, // 指示提单: title moves by endorsement
    Bearer, // 不记名提单: title follows possession
    SeaWaybill // 海运单: neither moves; delivery to the named consignee
}

/// @notice The states of a transport document; DCSA's transport document status where it has one.
enum BillState {
    None,
    Issued, // ISSUED
    PendingSurrenderForDelivery, // PENDING_SURRENDER_FOR_DELIVERY
    SurrenderedForDelivery, // SURRENDERED_FOR_DELIVERY: accomplished
    PendingSurrenderForAmendment, // PENDING_SURRENDER_FOR_AMENDMENT
    SurrenderedForAmendment, // SURRENDERED_FOR_AMENDMENT
    Voided, // VOIDED
    OnPaper // switched to paper
}

/// @notice The ways to endorse (背书).
enum EndorsementKind {
    ToOrder, // ENDORSE_TO_ORDER: the endorsee may endorse on
    Restrictive, // ENDORSE: the endorsee may not endorse on
    InBlank // BLANK_ENDORSE: title follows possession from now on
}

/// @notice What a bill is surrendered for other than delivery; DCSA's code where it has one.
enum SurrenderReason {
    None,
    Amendment, // a new bill with amended content
    ChangeOfDestination, // COD
    SwitchBill, // SWI: a second set in place of the first (转换提单)
    SwitchToPaper, // SWTP
    Split, // 拆单
    Combine // 并单
}

/// @notice The mutable state of one bill, packed into one storage word.
/// @dev Layout, from the least significant bit:
///
///   bits | field
///  ------|-------------------------------------------------------------
///      8 | state            BillState
///      8 | kind             BillKind, as issued
///     16 | flags            see the FLAG constants
///     32 | version          1 at issue, +1 at each action
///     24 | carrier          member that issued it
///     24 | holder           member in possession
///     24 | titleHolder      member with title; 0 while blank-endorsed
///     24 | previousHolder   who had possession before; it goes back there on a rejection
///     24 | previousTitle    who had title before; it goes back there on a rejection
///     24 | releaseTo        who is to receive delivery, as named at the surrender
///     24 | pledgee          the bank of a live pledge
///     24 | nominee          the endorsee that the title holder nominated
type BillWord is uint256;

using BillWords for BillWord global;

library BillWords {
    /// @dev The title holder was endorsed restrictively and cannot endorse on.
    uint16 internal constant FLAG_RESTRICTED = 1 << 0;
    /// @dev Title follows possession.
    uint16 internal constant FLAG_BLANK = 1 << 1;
    /// @dev FLAG_RESTRICTED before the last transfer, for its rejection.
    uint16 internal constant FLAG_PREVIOUSLY_RESTRICTED = 1 << 2;
    /// @dev FLAG_BLANK before the last transfer, for its rejection.
    uint16 internal constant FLAG_PREVIOUSLY_BLANK = 1 << 3;
    /// @dev The last action was a transfer that its new holder may reject.
    uint16 internal constant FLAG_HOLDER_MAY_REJECT = 1 << 4;
    /// @dev The last action was an endorsement without delivery that its endorsee may reject.
    uint16 internal constant FLAG_ENDORSEE_MAY_REJECT = 1 << 5;
    /// @dev A court froze the bill.
    uint16 internal constant FLAG_FROZEN = 1 << 6;
    /// @dev The holder requested an amendment that the carrier has not made.
    uint16 internal constant FLAG_AMENDMENT_REQUESTED = 1 << 7;
    /// @dev The bill was transferred, endorsed or surrendered, be it in vain.
    uint16 internal constant FLAG_CIRCULATED = 1 << 8;
    /// @dev Another bill, or several, were issued in place of this one.
    uint16 internal constant FLAG_REPLACED = 1 << 9;
    /// @dev The nominee is to get possession too.
    uint16 internal constant FLAG_NOMINEE_RECEIVES = 1 << 10;
    /// @dev The nominee may not endorse on.
    uint16 internal constant FLAG_NOMINEE_RESTRICTED = 1 << 11;

    uint16 private constant NATURE = FLAG_RESTRICTED | FLAG_BLANK;
    uint16 private constant REJECTION =
        FLAG_PREVIOUSLY_RESTRICTED | FLAG_PREVIOUSLY_BLANK | FLAG_HOLDER_MAY_REJECT | FLAG_ENDORSEE_MAY_REJECT;
    uint16 private constant PENDING = FLAG_AMENDMENT_REQUESTED | FLAG_NOMINEE_RECEIVES | FLAG_NOMINEE_RESTRICTED;
    /// @dev Where the reason of a surrender stands among the flags: three bits.
    uint256 private constant REASON = 12;
    uint16 private constant MASK_REASON = 7 << 12;

    uint256 private constant KIND = 8;
    uint256 private constant FLAGS = 16;
    uint256 private constant VERSION = 32;
    uint256 private constant CARRIER = 64;
    uint256 private constant HOLDER = 88;
    uint256 private constant TITLE_HOLDER = 112;
    uint256 private constant PREVIOUS_HOLDER = 136;
    uint256 private constant PREVIOUS_TITLE = 160;
    uint256 private constant RELEASE_TO = 184;
    uint256 private constant PLEDGEE = 208;
    uint256 private constant NOMINEE = 232;

    uint256 private constant MASK_8 = 0xff;
    uint256 private constant MASK_16 = 0xffff;
    uint256 private constant MASK_24 = 0xffffff;
    uint256 private constant MASK_32 = 0xffffffff;

    /// @dev Both of the bits that the kinds have; only a sea waybill's are both set.
    uint256 private constant MASK_WAYBILL = uint256(BillKind.SeaWaybill) << KIND;
    /// @dev What one comparison of `transferable` looks at: state, frozen, version, holder, pledgee.
    uint256 private constant MASK_IN_HAND = MASK_8 | (uint256(FLAG_FROZEN) << FLAGS) | (MASK_32 << VERSION)
        | (MASK_24 << HOLDER) | (MASK_24 << PLEDGEE);
    /// @dev The same and the title holder, who must not be whoever has possession.
    uint256 private constant MASK_TITLE_IN_HAND =
        MASK_IN_HAND | (MASK_24 << TITLE_HOLDER) | (uint256(FLAG_BLANK) << FLAGS);
    /// @dev Holder and title holder, side by side, and how far left of them the ones before stand.
    uint256 private constant MASK_RIGHTS = (MASK_24 << HOLDER) | (MASK_24 << TITLE_HOLDER);
    uint256 private constant REMEMBERED = 48;
    /// @dev What a move leaves as it is: all but the flags, who had what before, and the nominee.
    uint256 private constant MASK_KEPT =
        ~((MASK_16 << FLAGS) | (MASK_RIGHTS << REMEMBERED) | (MASK_24 << NOMINEE));

    function create(BillKind kind_, uint24 carrier_, uint24 holder_, uint24 titleHolder_)
        internal
        pure
        returns (BillWord)
    {
        return BillWord.wrap(
            uint256(BillState.Issued) | (uint256(kind_) << KIND)
                | (kind_ == BillKind.Bearer ? uint256(FLAG_BLANK) << FLAGS : 0) | (uint256(1) << VERSION)
                | (uint256(carrier_) << CARRIER) | (uint256(holder_) << HOLDER)
                | (uint256(titleHolder_) << TITLE_HOLDER)
        );
    }

    function state(BillWord w) internal pure returns (BillState) {
        return BillState(BillWord.unwrap(w) & MASK_8);
    }

    function kind(BillWord w) internal pure returns (BillKind) {
        return BillKind((BillWord.unwrap(w) >> KIND) & MASK_8);
    }

    function flags(BillWord w) internal pure returns (uint16) {
        return uint16(BillWord.unwrap(w) >> FLAGS);
    }

    function has(BillWord w, uint16 flag) internal pure returns (bool) {
        return w.flags() & flag != 0;
    }

    function version(BillWord w) internal pure returns (uint32) {
        return uint32(BillWord.unwrap(w) >> VERSION);
    }

    function carrier(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> CARRIER);
    }

    function holder(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> HOLDER);
    }

    /// @dev The member with title: the holder while title follows possession.
    function titleHolder(BillWord w) internal pure returns (uint24) {
        return w.has(FLAG_BLANK) ? w.holder() : uint24(BillWord.unwrap(w) >> TITLE_HOLDER);
    }

    function previousHolder(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> PREVIOUS_HOLDER);
    }

    function releaseTo(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> RELEASE_TO);
    }

    function pledgee(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> PLEDGEE);
    }

    function nominee(BillWord w) internal pure returns (uint24) {
        return uint24(BillWord.unwrap(w) >> NOMINEE);
    }

    function reason(BillWord w) internal pure returns (SurrenderReason) {
        return SurrenderReason((w.flags() & MASK_REASON) >> REASON);
    }

    /// @dev Whether the bill may move by its holder's hand as far as its own word goes: issued, at the version that was seen,
    /// neither frozen nor pledged, no sea waybill, in the actor's possession. The everyday answer, by one comparison; after
    /// a no, who looks fact by fact finds the reason.
    function transferable(BillWord w, uint32 seen, uint24 actor) internal pure returns (bool) {
        uint256 word = BillWord.unwrap(w);
        return (word ^ _inHand(seen, actor, 0)) & MASK_IN_HAND == 0 && word & MASK_WAYBILL != MASK_WAYBILL;
    }

    /// @dev The same with the actor's title, which does not follow possession.
    function surrenderable(BillWord w, uint32 seen, uint24 actor) internal pure returns (bool) {
        uint256 word = BillWord.unwrap(w);
        return (word ^ _inHand(seen, actor, actor)) & MASK_TITLE_IN_HAND == 0 && word & MASK_WAYBILL != MASK_WAYBILL;
    }

    /// @dev The same of a bill that is negotiable, by one of the kinds in the middle, and whose title is unrestricted.
    function endorsable(BillWord w, uint32 seen, uint24 actor) internal pure returns (bool) {
        uint256 word = BillWord.unwrap(w);
        return (word ^ _inHand(seen, actor, actor)) & (MASK_TITLE_IN_HAND | (uint256(FLAG_RESTRICTED) << FLAGS)) == 0
            && (word ^ (word >> 1)) & (1 << KIND) != 0;
    }

    function withState(BillWord w, BillState state_) internal pure returns (BillWord) {
        return BillWord.wrap((BillWord.unwrap(w) & ~MASK_8) | uint256(state_));
    }

    function withFlags(BillWord w, uint16 flags_) internal pure returns (BillWord) {
        return BillWord.wrap((BillWord.unwrap(w) & ~(MASK_16 << FLAGS)) | (uint256(flags_) << FLAGS));
    }

    function with(BillWord w, uint16 flag) internal pure returns (BillWord) {
        return w.withFlags(w.flags() | flag);
    }

    function without(BillWord w, uint16 flag) internal pure returns (BillWord) {
        return w.withFlags(w.flags() & ~flag);
    }

    function withReason(BillWord w, SurrenderReason reason_) internal pure returns (BillWord) {
        return w.withFlags((w.flags() & ~MASK_REASON) | (uint16(reason_) << uint16(REASON)));
    }

    function withHolder(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, HOLDER, member);
    }

    function withTitleHolder(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, TITLE_HOLDER, member);
    }

    function withReleaseTo(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, RELEASE_TO, member);
    }

    function withPreviousHolder(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, PREVIOUS_HOLDER, member);
    }

    function withPledgee(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, PLEDGEE, member);
    }

    function withNominee(BillWord w, uint24 member) internal pure returns (BillWord) {
        return _with(w, NOMINEE, member);
    }

    /// @dev Adds one to the version.
    function advanced(BillWord w) internal pure returns (BillWord) {
        Versions.requireNext(w.version());
        unchecked {
            return BillWord.wrap(BillWord.unwrap(w) + (1 << VERSION));
        }
    }

    /// @dev Remembers who has what, so that the next party may reject the transfer; what is pending lapses.
    function remembered(BillWord w, uint16 mayReject) internal pure returns (BillWord) {
        uint256 word = BillWord.unwrap(w);
        uint256 nature = word & (uint256(NATURE) << FLAGS);
        return BillWord.wrap(
            (word & MASK_KEPT) | ((word & MASK_RIGHTS) << REMEMBERED) | nature | (nature << 2)
                | (uint256(mayReject | FLAG_CIRCULATED) << FLAGS)
        );
    }

    /// @dev Moves title to the endorsee, and possession with it if it is delivered to a member. The codes of
    /// {EndorsementKind} are the flags that tell the title's nature: FLAG_RESTRICTED and FLAG_BLANK, which names nobody. A
    /// blank bill that is endorsed by name becomes special again (the blank is filled in).
    function endorsed(BillWord w, uint8 code, uint24 endorsee, uint24 deliverTo) internal pure returns (BillWord) {
        uint256 word = BillWord.unwrap(w);
        uint256 flags_ = code | FLAG_CIRCULATED;
        uint256 moving = MASK_24 << TITLE_HOLDER;
        if (deliverTo != 0) {
            flags_ |= FLAG_HOLDER_MAY_REJECT;
            moving = MASK_RIGHTS;
        } else if (endorsee != 0) {
            flags_ |= FLAG_ENDORSEE_MAY_REJECT;
        }
        return BillWord.wrap(
            (word & MASK_KEPT & ~moving) | ((word & MASK_RIGHTS) << REMEMBERED)
                | ((word & (uint256(NATURE) << FLAGS)) << 2) | (flags_ << FLAGS) | (uint256(deliverTo) << HOLDER)
                | (uint256(endorsee) << TITLE_HOLDER)
        );
    }

    /// @dev Puts possession and title back where `remembered` found them.
    function restored(BillWord w) internal pure returns (BillWord) {
        uint256 word = BillWord.unwrap(w);
        return BillWord.wrap(
            (word & MASK_KEPT & ~MASK_RIGHTS) | ((word >> REMEMBERED) & MASK_RIGHTS)
                | ((word >> 2) & (uint256(NATURE) << FLAGS)) | (uint256(FLAG_CIRCULATED) << FLAGS)
        );
    }

    /// @dev The bill moves for good: nothing can be rejected any more, and what is pending lapses.
    function moved(BillWord w) internal pure returns (BillWord) {
        uint256 word = BillWord.unwrap(w);
        return BillWord.wrap(
            (word & MASK_KEPT) | (word & (uint256(NATURE) << FLAGS)) | (uint256(FLAG_CIRCULATED) << FLAGS)
        );
    }

    /// @dev The party that the last transfer went to acts: it can reject no more.
    function acted(BillWord w) internal pure returns (BillWord) {
        return _with(_with(w, PREVIOUS_HOLDER, 0), PREVIOUS_TITLE, 0).without(REJECTION);
    }

    /// @dev Nomination and request for amendment lapse.
    function lapsed(BillWord w) internal pure returns (BillWord) {
        return _with(w, NOMINEE, 0).without(PENDING);
    }

    /// @dev What an issued bill's word says of this version, holder and title holder.
    function _inHand(uint32 version_, uint24 holder_, uint24 titleHolder_) private pure returns (uint256) {
        return uint256(BillState.Issued) | (uint256(version_) << VERSION) | (uint256(holder_) << HOLDER)
            | (uint256(titleHolder_) << TITLE_HOLDER);
    }

    function _with(BillWord w, uint256 offset, uint24 member) private pure returns (BillWord) {
        return BillWord.wrap((BillWord.unwrap(w) & ~(MASK_24 << offset)) | (uint256(member) << offset));
    }
}
