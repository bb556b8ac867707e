// The same contracts, compiler and settings as `chain/compile.py`, for those who work with Hardhat.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version, settings } = JSON.parse(readFileSync(here("contracts/compiler.json"), "utf8"));

export default {
  solidity: {
    version,
    // npm's own compiler: nothing is downloaded.
    path: createRequire(import.meta.url).resolve("solc/soljson.js"),
    settings,
  },
  paths: {
    sources: here("contracts"),
    artifacts: here("build/hardhat/artifacts"),
    cache: here("build/hardhat/cache"),
  },
  networks: {
    // No fees: the relayer's key pays nothing, as on the embedded Anvil.
    default: {
      type: "edr-simulated",
      chainType: "l1",
      chainId: 1337,
      hardfork: "cancun",
      initialBaseFeePerGas: 0,
      gasPrice: 0,
      blockGasLimit: 1_000_000_000,
    },
    node: {
      type: "edr-simulated",
      chainType: "l1",
      chainId: 1337,
      hardfork: "cancun",
      initialBaseFeePerGas: 0,
      gasPrice: 0,
      blockGasLimit: 1_000_000_000,
    },
  },
};
