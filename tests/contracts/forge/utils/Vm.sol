// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An event as Forge recorded it.
struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

/// @notice The few cheatcodes of Forge that the tests need.
interface Vm {
    function addr(uint256 key) external pure returns (address);

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function assume(bool condition) external pure;

    function warp(uint256 time) external;

    function expectRevert(bytes calldata reason) external;

    function expectRevert(bytes4 selector) external;

    function expectPartialRevert(bytes4 selector) external;

    function envOr(string calldata name, string calldata otherwise) external view returns (string memory);

    function readFile(string calldata path) external view returns (string memory);

    function parseBytes(string calldata text) external pure returns (bytes memory);

    function getNonce(address account) external view returns (uint64);

    function recordLogs() external;

    function getRecordedLogs() external returns (Log[] memory logs);

    function load(address target, bytes32 slot) external view returns (bytes32);

    function store(address target, bytes32 slot, bytes32 value) external;

    function etch(address target, bytes calldata code) external;

    function prevrandao(bytes32 value) external;

    function record() external;

    function accesses(address target) external returns (bytes32[] memory reads, bytes32[] memory writes);

    function writeFile(string calldata path, string calldata data) external;

    function toString(bytes calldata value) external pure returns (string memory);

    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
}

/// @dev Where Forge answers: the address that its cheatcodes have had since HEVM.
Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @notice Functions of a contract that a campaign calls.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}
