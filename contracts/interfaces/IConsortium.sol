// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AdmitMember, EnrolWallet, RevokeWallet} from "../types/Actions.sol";

/// @title Who may act: the member organisations and the wallets that sign for them
/// @notice Organisations hold rights and wallets only sign. A lost key is revoked and another one enrolled;
/// no right is lost with it.
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

    /// @notice An organisation. It is suspended while `active` is false.
    /// @param version 1 at admission, +1 at each change.
    /// @param roles Roles that it holds.
    /// @param active Whether it may act and receive.
    /// @param adminWallets How many wallets with the power ADMIN are not revoked.
    /// @param identity The salted commitment of its legal identifier.
    struct Member {
        uint32 version;
        uint32 roles;
        bool active;
        uint16 adminWallets;
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

    /// @notice A contract of the deployment was entered in the directory.
    event ContractRegistered(string name, address target);
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

    /// @notice The signatures' bytes have another length than the action needs (65 a signature).
    error ConsortiumSignatureLength(uint256 length, uint256 expected);
    /// @notice A signature is malformed: its s is high, its v is neither 27 nor 28, or it recovers to nobody.
    error ConsortiumInvalidSignature();
    /// @notice The signature is by a key that is not enrolled, or the action was changed after signing.
    error ConsortiumUnknownWallet(address wallet);
    /// @notice The wallet signs for another member than the one that is to act.
    error ConsortiumWalletOfAnotherMember(address wallet, uint24 member, uint24 actor);
    /// @notice The wallet has been revoked.
    error ConsortiumWalletRevoked(address wallet);
    /// @notice The wallet's enrolment has ended.
    error ConsortiumWalletExpired(address wallet, uint40 expiresAt);
    /// @notice The wallet may not sign this family of actions.
    error ConsortiumWalletLacksPower(address wallet, uint32 powers, uint32 needed);
    /// @notice The wallet already serves another member.
    error ConsortiumWalletTaken(address wallet, uint24 member);
    /// @notice The zero address cannot be a wallet.
    error ConsortiumZeroWallet();
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
    /// @notice The member holds none of the roles that this needs.
    error ConsortiumMemberLacksRole(uint24 member, uint32 roles, uint32 needed);
    /// @notice The signer saw another version of the member than the current one.
    error ConsortiumStaleVersion(uint24 member, uint32 seen, uint32 current);
    /// @notice An organisation with this legal identifier is a member already.
    error ConsortiumIdentityTaken(bytes32 identity, uint24 member);
    /// @notice The identity commitment is empty.
    error ConsortiumEmptyIdentity();
    /// @notice The name is empty or longer than 64 bytes.
    error ConsortiumNameLength(uint256 length);
    /// @notice Roles are none, or some that are not defined.
    error ConsortiumUndefinedRoles(uint32 roles);
    /// @notice Fewer governors signed than the threshold asks.
    error ConsortiumTooFewGovernors(uint256 signatures, uint256 threshold);
    /// @notice Governors' signatures must come in ascending order of their member numbers, each member once.
    error ConsortiumGovernorsOutOfOrder(uint24 previous, uint24 next);
    /// @notice The threshold must be between 1 and the number of founding governors.
    error ConsortiumThreshold(uint256 threshold, uint256 governors);

    /// @notice The governors admit an organisation.
    /// @dev Requirements: a defined role set, a new identity, a name of 1 to 64 bytes, a wallet nobody uses, and the
    /// signatures of at least `threshold` governors, ascending by member. Emits {MemberAdmitted}, {WalletEnrolled}.
    function admitMember(AdmitMember calldata action, bytes calldata signatures) external;

    /// @notice A member's admin wallet enrols another wallet, or changes the powers and the expiry of one.
    /// @dev Requirements: the member's current version, defined powers, an expiry not passed, a wallet that serves no
    /// other member and is not revoked, and two signatures: the admin wallet's, then the wallet's own. Emits
    /// {WalletEnrolled}.
    function enrolWallet(EnrolWallet calldata action, bytes calldata signatures) external;

    /// @notice A member's admin wallet revokes a wallet for good.
    /// @dev Requirements: the member's current version, a wallet of this member that is not revoked, another admin
    /// wallet left. Emits {WalletRevoked}.
    function revokeWallet(RevokeWallet calldata action, bytes calldata signatures) external;

    /// @notice Checks that `actor` may act by this signature, and that `recipient` may receive.
    /// @dev Reverts with the named error of the first requirement that fails.
    /// @param actor The member that is to act.
    /// @param power The power that its wallet needs.
    /// @param roles The actor must hold one of these roles; 0 for any member.
    /// @param recipient The member that receives; 0 for none.
    /// @param recipientRoles The recipient must hold one of these roles; 0 for any member.
    /// @param digest The EIP-712 digest that was signed.
    /// @param signatures The signature, 65 bytes.
    /// @return wallet The wallet that signed.
    function authorize(
        uint24 actor,
        uint32 power,
        uint32 roles,
        uint24 recipient,
        uint32 recipientRoles,
        bytes32 digest,
        bytes calldata signatures
    ) external view returns (address wallet);

    /// @notice Reverts unless the member is active and holds one of the roles (any, if 0).
    function requireMember(uint24 member, uint32 roles) external view;

    /// @notice A member's record; all zero if there is none.
    function memberOf(uint24 member) external view returns (Member memory);

    /// @notice A wallet's record; all zero if there is none.
    function walletOf(address wallet) external view returns (Wallet memory);

    /// @notice How many members there are: they are numbered from 1.
    function memberCount() external view returns (uint24);

    /// @notice How many governors' signatures an admission needs.
    function threshold() external view returns (uint8);

    /// @notice The address of a contract of this deployment; zero if there is none of that name.
    function contractNamed(string calldata name) external view returns (address);
}
