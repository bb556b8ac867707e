// A party: one wallet of one member, speaking to a gateway through the generated client. The key stays here.
import { hashTypedData, type Hex, type TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";

import { createClient } from "./client/client/index.ts";
import * as quay from "./client/sdk.gen.ts";
import type { ActionRead, PreparedAction, Problem } from "./client/types.gen.ts";

/** The gateway's or the contract's no. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.contract_error?.name ?? problem.code}: ${problem.detail}`);
    this.problem = problem;
  }
}

/** An answer's data; throws its problem, if it has one. */
export async function told<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer;
  if (error !== undefined) {
    throw typeof error === "object" && error !== null && "code" in error ? new Refused(error as Problem) : error;
  }
  return data as T;
}

export class Party {
  readonly client = createClient();
  member = 0;
  private readonly account;
  private addresses: Record<string, string> = {};
  private chainId = 0;

  constructor(url: string, key: Hex) {
    this.account = privateKeyToAccount(key);
    this.client.setConfig({ baseUrl: url });
  }

  /** Signs in with the wallet (EIP-4361); calls carry the session from here on. */
  async signIn(): Promise<void> {
    const client = this.client;
    const { origin, host } = new URL(client.getConfig().baseUrl ?? "");
    const deployment = await told(quay.readDeployment({ client }));
    this.addresses = deployment.addresses;
    this.chainId = deployment.chain_id;
    const { nonce } = await told(quay.createNonce({ client }));
    const message = createSiweMessage({
      address: this.account.address,
      chainId: this.chainId,
      domain: host,
      nonce,
      uri: origin,
      version: "1",
    });
    const signature = await this.account.signMessage({ message });
    const session = await told(quay.createSession({ client, body: { message, signature } }));
    this.member = session.member;
    client.setConfig({ auth: session.token });
  }

  /** Prepares an action at its record's current version, and carries it out. */
  async act(action: string, intent: Record<string, unknown>): Promise<ActionRead> {
    const prepared = await told(quay.prepareAction({ client: this.client, body: { action, intent } }));
    return this.carryOut(prepared, intent);
  }

  /** Signs what was prepared if it is what was meant, hands it in and waits for its end. */
  async carryOut(prepared: PreparedAction, intent: Record<string, unknown>): Promise<ActionRead> {
    const typedData = this.checked(prepared, intent);
    const signature = await this.account.signTypedData(typedData);
    let record = await told(
      quay.submitAction({
        client: this.client,
        body: { action: prepared.action, message: prepared.message, signatures: [signature] },
        headers: { prefer: "wait=20" },
      }),
    );
    while (record.status !== "final" && record.status !== "failed") {
      record = await told(
        quay.readAction({ client: this.client, path: { action_id: record.action_id }, query: { wait: 20 } }),
      );
    }
    if (record.status === "failed") {
      throw new Error(`${record.action} failed on chain: ${record.error?.name}`);
    }
    return record;
  }

  /** The gateway is not trusted with what is signed: contract, chain, fields and id are checked here. */
  private checked(prepared: PreparedAction, intent: Record<string, unknown>): TypedDataDefinition {
    // viem's own type is of data whose types are known when it is compiled.
    const typedData = prepared.typed_data as unknown as TypedDataDefinition;
    const { domain, message } = prepared.typed_data;
    const other = Object.keys(intent).filter((name) => message[name] !== intent[name]);
    if (
      other.length > 0 ||
      domain.chainId !== this.chainId ||
      domain.verifyingContract !== this.addresses[prepared.contract] ||
      hashTypedData(typedData) !== prepared.action_id
    ) {
      throw new Error(`the gateway prepared something else than was asked for: ${other.join(", ") || "elsewhere"}`);
    }
    return typedData;
  }
}
