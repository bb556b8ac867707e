// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AdmitMember,
    ChangeRoles,
    ChangeThreshold,
    CompleteRecovery,
    EnrolWallet,
    ProposeRecovery,
    ReinstateMember,
    RevokeWallet,
    SetFourEyes,
    SuspendMember,
    VetoRecovery
} from "../types/Actions.sol";
import {Mandate} from "../types/Mandate.sol";

/// @title Who may act: the member organisations and the wallets that sign for them
/// @notice Organisations hold rights and wallets only sign. A lost key is revoked and another one enrolled; a member that
/// lost all its keys is given a new one by the governors, after a delay in which it can object. No right is lost.
interface IConsortium {
    /// @notice A founding member, written at deployment.
    /// @param identity The salted commitment of its legal identifier.
    /// @param name Its name, 1 to 64 bytes of UTF-8.
    /// @param roles Roles that it holds.
    /// @param wallet Its first wallet, with every power.
    struct FoundingMember {
        bytes32 identity;
        string name;
        uint32 roles;
        address wallet;
    }

    /// @notice A contract of this deployment.
    /// @param name Its name, such as "BillOfLading".
    /// @param target Its address.
    struct DirectoryEntry {
        string name;
        address target;
    }

    /// @notice An organisation.
    /// @param version 1 at admission, +1 at each change; 0 if there is no such member.
    /// @param roles Roles that it holds.
    /// @param active Whether it may act and receive: it is not suspended.
    /// @param adminWallets How many wallets with the power ADMIN are not revoked.
    /// @param fourEyes Powers that need two wallets' signatures.
    /// @param identity The salted commitment of its legal identifier.
    struct Member {
        uint32 version;
        uint32 roles;
        bool active;
        uint16 adminWallets;
        uint32 fourEyes;
        bytes32 identity;
    }

    /// @notice A key that signs for one member.
    /// @param member The member; a wallet serves one member for ever.
    /// @param powers Powers: the families of actions that it may sign.
    /// @param expiresAt When it ends: seconds since 1970 UTC, inclusive; 0 for never.
    /// @param revoked Whether it has been revoked for good.
    struct Wallet {
        uint24 member;
        uint32 powers;
        uint40 expiresAt;
        bool revoked;
    }

    /// @notice A recovery that the governors proposed.
    /// @param wallet The new wallet; zero if none is proposed.
    /// @param readyAt When it can be completed: seconds since 1970 UTC.
    struct Recovery {
        address wallet;
        uint40 readyAt;
    }

    /// @notice A contract of the deployment was entered in the directory.
    event ContractRegistered(string name, address indexed target);
    /// @notice An organisation was admitted.
    event MemberAdmitted(uint24 indexed member, bytes32 indexed identity, uint32 version, uint32 roles, string name);
    /// @notice A wallet was enrolled, or its powers and expiry were changed, by `signer` (0 at admission).
    event WalletEnrolled(
        uint24 indexed member,
        address indexed wallet,
        uint32 version,
        uint32 powers,
        uint40 expiresAt,
        address signer
    );
    /// @notice A wallet was revoked by `signer`.
    event WalletRevoked(uint24 indexed member, address indexed wallet, uint32 version, address signer);
    /// @notice The governors changed a member's roles.
    event RolesChanged(uint24 indexed member, uint32 version, uint32 roles);
    /// @notice The governors suspended a member.
    event MemberSuspended(uint24 indexed member, uint32 version);
    /// @notice The governors ended a member's suspension.
    event MemberReinstated(uint24 indexed member, uint32 version);
    /// @notice How many governors have to sign; `member` is 0 and `version` the consortium's own.
    event ThresholdChanged(uint24 indexed member, uint32 version, uint8 threshold);
    /// @notice A member asks for two wallets' signatures on these powers, by `signer`.
    event FourEyesSet(uint24 indexed member, uint32 version, uint32 powers, address signer);
    /// @notice The governors proposed a new admin wallet for a member; it can take over at `readyAt`.
    event RecoveryProposed(uint24 indexed member, address indexed wallet, uint32 version, uint40 readyAt);
    /// @notice The member vetoed the recovery, by `signer`.
    event RecoveryVetoed(uint24 indexed member, address indexed wallet, uint32 version, address signer);
    /// @notice The recovered member's new wallet took over; {WalletEnrolled} tells its powers.
    event RecoveryCompleted(uint24 indexed member, address indexed wallet, uint32 version);

    /// @notice There are 2^24 - 1 members: no number is left.
    error ConsortiumFull();
    /// @notice The signature is by a key that is not enrolled, or the action was changed after signing.
    error ConsortiumUnknownWallet(address wallet);
    /// @notice The wallet signs for another member than the one that is to act.
    error ConsortiumWalletOfAnotherMember(address wallet, uint24 member, uint24 actor);
    /// @notice The wallet has been revoked.
    error ConsortiumWalletRevoked(address wallet);
    /// @notice The wallet's enrolment has ended.
    error ConsortiumWalletExpired(address wallet, uint40 expiresAt);
    /// @notice The wallet may not sign this family of actions.
    /// @param needed Powers: the one that the action needs.
    error ConsortiumWalletLacksPower(address wallet, uint32 powers, uint32 needed);
    /// @notice The member's four-eyes rule asks for a second wallet's signature.
    /// @param power Powers: the family of actions that is under four eyes.
    error ConsortiumSecondSignatureMissing(uint24 member, uint32 power);
    /// @notice The second signature is the first wallet's again.
    error ConsortiumSameWalletTwice(address wallet);
    /// @notice The wallet already serves another member.
    error ConsortiumWalletTaken(address wallet, uint24 member);
    /// @notice The zero address cannot be a wallet.
    error ConsortiumZeroWallet();
    /// @notice A member enrols at most 256 wallets, revoked ones included; a recovery may bring one more.
    error ConsortiumTooManyWallets(uint24 member);
    /// @notice The enrolling wallet did not sign for itself.
    error ConsortiumWalletDidNotConsent(address wallet, address signer);
    /// @notice Powers are none, or some that are not defined.
    error ConsortiumUndefinedPowers(uint32 powers);
    /// @notice The expiry is in the past.
    error ConsortiumExpiryPassed(uint40 expiresAt, uint256 time);
    /// @notice The member would have no admin wallet left.
    error ConsortiumLastAdminWallet(uint24 member);
    /// @notice There is no member of this number.
    error ConsortiumUnknownMember(uint24 member);
    /// @notice The member is suspended.
    error ConsortiumMemberSuspended(uint24 member);
    /// @notice The member is not suspended.
    error ConsortiumMemberNotSuspended(uint24 member);
    /// @notice The member holds none of the roles that this needs.
    /// @param needed Roles: those of which it needs one.
    error ConsortiumMemberLacksRole(uint24 member, uint32 roles, uint32 needed);
    /// @notice The signer saw another version of the member (0: of the consortium) than the current one.
    error ConsortiumStaleVersion(uint24 member, uint32 seen, uint32 current);
    /// @notice An organisation with this legal identifier is a member already.
    error ConsortiumIdentityTaken(bytes32 identity, uint24 member);
    /// @notice The identity commitment is empty.
    error ConsortiumEmptyIdentity();
    /// @notice The name is empty or longer than 64 bytes.
    /// @param length Bytes of the name.
    error ConsortiumNameLength(uint256 length);
    /// @notice Roles are none, or some that are not defined.
    error ConsortiumUndefinedRoles(uint32 roles);
    /// @notice Fewer governors signed than the threshold asks.
    error ConsortiumTooFewGovernors(uint256 signatures, uint256 threshold);
    /// @notice Governors' signatures must come in ascending order of their member numbers, each member once.
    /// @param previous The member that signed before.
    /// @param next The member that signed after it.
    error ConsortiumGovernorsOutOfOrder(uint24 previous, uint24 next);
    /// @notice The threshold must be between 1 and the number of active governors.
    /// @param governors How many active governors there are, or would be.
    error ConsortiumThreshold(uint256 threshold, uint256 governors);
    /// @notice No recovery of this member is proposed.
    error ConsortiumNoRecovery(uint24 member);
    /// @notice The recovery's delay has not passed.
    error ConsortiumRecoveryTooEarly(uint24 member, uint40 readyAt, uint256 time);
    /// @notice The recovery is another wallet's.
    error ConsortiumRecoveryOfAnother(address wallet, address signer);

    /// @notice The governors admit an organisation.
    /// @dev Requirements: a defined role set, a new identity, a name of 1 to 64 bytes, a wallet nobody uses, and the
    /// signatures of at least `threshold` governors, ascending by member. Emits {MemberAdmitted}, {WalletEnrolled}.
    function admitMember(AdmitMember calldata action, bytes calldata signatures) external;

    /// @notice A member's admin wallet enrols another wallet, or changes the powers and the expiry of one.
    /// @dev Requirements: the member's current version, defined powers, an expiry not passed, a wallet that serves no
    /// other member and is not revoked, and the signatures of the admin wallet, then (where four eyes are asked for) of a
    /// second one, then of the wallet itself. Emits {WalletEnrolled}.
    function enrolWallet(EnrolWallet calldata action, bytes calldata signatures) external;

    /// @notice A member's admin wallet revokes a wallet for good.
    /// @dev Requirements: the member's current version, a wallet of this member that is not revoked, another admin
    /// wallet left. Emits {WalletRevoked}.
    function revokeWallet(RevokeWallet calldata action, bytes calldata signatures) external;

    /// @notice The governors change a member's roles.
    /// @dev Requirements: the member's current version, defined roles, enough governors left for the threshold, governors'
    /// signatures as for {admitMember}. Emits {RolesChanged}.
    function changeRoles(ChangeRoles calldata action, bytes calldata signatures) external;

    /// @notice The governors suspend a member.
    /// @dev Requirements: the member's current version, not suspended, enough governors left, governors' signatures. Emits
    /// {MemberSuspended}.
    function suspendMember(SuspendMember calldata action, bytes calldata signatures) external;

    /// @notice The governors reinstate a suspended member.
    /// @dev Requirements: the member's current version, suspended, governors' signatures. Emits {MemberReinstated}.
    function reinstateMember(ReinstateMember calldata action, bytes calldata signatures) external;

    /// @notice The governors change how many of them have to sign.
    /// @dev Requirements: the consortium's current version, 1 to as many as there are active governors, governors' signatures
    /// by the threshold in force. Emits {ThresholdChanged}.
    function changeThreshold(ChangeThreshold calldata action, bytes calldata signatures) external;

    /// @notice A member asks for two wallets' signatures on families of actions.
    /// @dev Requirements: the member's current version, defined powers, an admin wallet's signature (two, where ADMIN is
    /// under four eyes already). Emits {FourEyesSet}.
    function setFourEyes(SetFourEyes calldata action, bytes calldata signatures) external;

    /// @notice The governors propose a new admin wallet for a member; the delay begins. A later proposal replaces it.
    /// @dev Requirements: the member's current version, a wallet nobody uses, governors' signatures. Emits
    /// {RecoveryProposed}.
    function proposeRecovery(ProposeRecovery calldata action, bytes calldata signatures) external;

    /// @notice The member vetoes a proposed recovery.
    /// @dev Requirements: the member's current version, a proposal, an admin wallet's signature. Emits {RecoveryVetoed}.
    function vetoRecovery(VetoRecovery calldata action, bytes calldata signatures) external;

    /// @notice The new wallet takes over, with every power; the four-eyes rule ends, the old wallets stay as they are.
    /// @dev Requirements: the member's current version, a proposal whose delay has passed, the new wallet's signature.
    /// Emits {WalletEnrolled}, {RecoveryCompleted}.
    function completeRecovery(CompleteRecovery calldata action, bytes calldata signatures) external;

    /// @notice Reverts unless these wallets may sign what the mandate asks for, and the recipient may receive.
    /// @dev The named error is that of the first requirement that fails. Asked at every action: this function and the next
    /// have the lowest selectors of all here, so that they are found first (22 gas for each that comes before).
    /// @param mandate Who acts, by which power and roles, and who receives.
    /// @param first The wallet that signed.
    /// @param second The second wallet that signed, or 0.
    function checkMandate(Mandate mandate, address first, address second) external view;

    /// @notice The same for an action of a set, whose neighbours ask the same: the question that was answered last in this
    /// transaction is not looked into again, unless any member or wallet has changed since.
    /// @dev The words of the three are the question; an address takes no look here.
    /// @param mandate Who acts, by which power and roles, and who receives.
    /// @param first The wallet that signed.
    /// @param second The second wallet that signed, or 0.
    function checkMandateFromSet(Mandate mandate, uint256 first, uint256 second) external;

    /// @notice Reverts unless the member is active and holds one of the roles (any, if 0).
    function requireMember(uint24 member, uint32 roles) external view;

    /// @notice A member's record; all zero if there is none.
    function memberOf(uint24 member) external view returns (Member memory);

    /// @notice A wallet's record; all zero if there is none.
    function walletOf(address wallet) external view returns (Wallet memory);

    /// @notice The wallets of a member, revoked ones included.
    function walletsOf(uint24 member) external view returns (address[] memory);

    /// @notice The recovery that is proposed for a member.
    function recoveryOf(uint24 member) external view returns (Recovery memory);

    /// @notice How many members there are: they are numbered from 1.
    function memberCount() external view returns (uint24);

    /// @notice How many members are governors and not suspended.
    function governorCount() external view returns (uint24);

    /// @notice How many governors have to sign.
    function threshold() external view returns (uint8);

    /// @notice The consortium's own version: changes of the threshold carry it.
    function version() external view returns (uint32);

    /// @notice How long a recovery waits for a veto, in seconds.
    function recoveryDelay() external view returns (uint40);

    /// @notice The address of a contract of this deployment; zero if there is none of that name.
    function contractNamed(string calldata name) external view returns (address);
}
