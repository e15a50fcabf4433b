import { setTimeout as sleep } from "node:timers/promises";

import type { Fault } from "./admin/faultInjector";
import type { FaultRuleInput } from "./admin/faultRule";
import type { Assumptions } from "./assumptions";
import { loaderOf } from "./common/lazy";
import { adminSecretHeader, adminSecretVariable, emulatorCredentials } from "./defaults";
import type { EmulatorCredentials, EmulatorOptions } from "./options";
import type * as Start from "./start";
import type { LoggedRequest } from "./state/organization";

/** A row of a dataset. */
export type Row = Readonly<Record<string, unknown>>;

/** A record that was received and then rejected. */
export interface RejectedRow {
  readonly row: unknown;
  /** Why, in the words of Data Prep or of the schema's validation. */
  readonly reason: string;
}

/** What a dataset holds. */
export interface DatasetRows {
  /** The rows that can be seen by now, oldest first. */
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedRow[];
  /** How many there have been; older rows are counted and not kept. */
  readonly total: { readonly rows: number; readonly rejected: number };
}

/** How long {@link EmulatorClient.waitForRows} waits. */
export interface WaitOptions {
  /** Milliseconds until it gives up. Default 60,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two requests. Default 25. */
  readonly pollMs?: number;
  /** What it waits for, for the message of the error. Default `rows`. */
  readonly what?: string;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** A request to the emulator failed. The message is for the user. */
export class EmulatorClientError extends Error {
  override readonly name = "EmulatorClientError";
}

/** How a client logs in. */
export interface EmulatorClientOptions {
  /**
   * The emulator's admin secret. Default: the value of `AEP_EMULATOR_SECRET`. Without it only {@link EmulatorClient.token}
   * and {@link EmulatorClient.headers} work.
   */
  readonly adminSecret?: string | undefined;
  /** What {@link EmulatorClient.token} logs in with. Default: `emulatorCredentials`. */
  readonly credentials?: EmulatorCredentials | undefined;
  /** The sandbox in {@link EmulatorClient.headers}. Default `dev`. */
  readonly sandbox?: string | undefined;
}

/** Loads the server only for {@link EmulatorClient.start}; a client of another process does not need it. */
const load = loaderOf(__filename);

/** No request of this client takes long: one that does means that something is wrong. */
const requestTimeoutMs = 30_000;

/**
 * A client of an emulator's admin API, with what a test otherwise does by hand. Each call throws an
 * {@link EmulatorClientError} when the emulator cannot be reached or returns an error.
 */
export class EmulatorClient {
  /** Without a slash at its end. */
  readonly url: string;
  private readonly adminSecret: string;
  private stop: () => Promise<void> = () => Promise.resolve();

  /**
   * @param url - URL of an emulator that runs already
   * @param options - what `startEmulator` returned will do
   */
  constructor(
    url: string,
    private readonly options: EmulatorClientOptions = {},
  ) {
    this.url = url.replace(/\/+$/u, "");
    this.adminSecret = options.adminSecret ?? process.env[adminSecretVariable] ?? "";
  }

  /** Starts an emulator in this process and attaches to it. {@link close} stops it. */
  static async start(options: EmulatorOptions = {}): Promise<EmulatorClient> {
    const { startEmulator } = load("./start") as typeof Start;
    const emulator = await startEmulator(options);
    const { credentials } = options;
    const client = new EmulatorClient(emulator.url, { ...emulator, credentials });
    client.stop = () => emulator.close();
    return client;
  }

  /** Attaches to an emulator that runs already. Throws when there is none at the URL, or the admin secret is wrong. */
  static async attach(url: string, options?: EmulatorClientOptions): Promise<EmulatorClient> {
    const client = new EmulatorClient(url, options);
    await client.assumptions();
    return client;
  }

  /** Stops the emulator that {@link start} started; leaves any other one running. */
  close(): Promise<void> {
    return this.stop();
  }

  /** A new access token from IMS. */
  async token(): Promise<string> {
    const { clientId, clientSecret } = this.options.credentials ?? emulatorCredentials;
    const response = await this.send("POST", "/ims/token/v3", {
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: emulatorCredentials.scopes,
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  }

  /** The headers that Adobe's services require, with a new access token. */
  async headers(): Promise<Record<string, string>> {
    const { credentials = emulatorCredentials, sandbox = emulatorCredentials.sandbox } =
      this.options;
    const { clientId, orgId } = credentials;
    return {
      authorization: `Bearer ${await this.token()}`,
      "x-api-key": clientId,
      "x-gw-ims-org-id": orgId,
      "x-sandbox-name": sandbox,
    };
  }

  /** Adds a rule for requests that shall fail; it holds until it is used up or cleared. */
  injectFault(rule: FaultRuleInput): Promise<Fault> {
    return this.admin("POST", "/faults", rule);
  }

  /** The rules with the number of requests each has matched and hit, in the order they were added. */
  faults(): Promise<readonly Fault[]> {
    return this.admin("GET", "/faults");
  }

  /** Removes all rules. */
  async clearFaults(): Promise<void> {
    await this.admin("DELETE", "/faults");
  }

  /** The newest 20,000 requests, oldest first; those to the admin API and the page are not among them. */
  requests(): Promise<readonly LoggedRequest[]> {
    return this.admin("GET", "/requests");
  }

  /** Number of requests to Adobe's APIs so far, without the data sent to streaming endpoints. */
  async countApiRequests(): Promise<number> {
    const requests = await this.requests();
    return requests.filter(({ path }) => !path.startsWith("/collection/")).length;
  }

  /** The rows of a dataset in any sandbox. */
  rows(datasetId: string): Promise<DatasetRows> {
    return this.admin("GET", `/datasets/${encodeURIComponent(datasetId)}/rows`);
  }

  /**
   * Waits until a dataset holds what a test waits for.
   *
   * @param find - called with the rows until it returns something else than `undefined` and `false`; what it
   * throws ends the wait
   * @returns what `find` returned
   * @throws EmulatorClientError when the time is over
   */
  async waitForRows<T>(
    datasetId: string,
    find: (dataset: DatasetRows) => T | undefined | false,
    { timeoutMs = 60_000, pollMs = 25, what = "rows", signal }: WaitOptions = {},
  ): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const dataset = await this.rows(datasetId);
      const found = find(dataset);
      if (found !== undefined && found !== false) return found;
      if (performance.now() > deadline) {
        const { rows, rejected } = dataset.total;
        throw new EmulatorClientError(
          `Timed out after ${timeoutMs / 1000} s waiting for ${what} in dataset ${datasetId}, which has ${rows} rows and ${rejected} rejected records.`,
        );
      }
      await sleep(pollMs, undefined, { signal });
    }
  }

  /** The assumptions that hold now. */
  assumptions(): Promise<Assumptions> {
    return this.admin("GET", "/assumptions");
  }

  /** Changes assumptions while the emulator runs; returns all of them. */
  assume(values: Partial<Assumptions>): Promise<Assumptions> {
    return this.admin("PATCH", "/assumptions", values);
  }

  /** Empties the organization: no objects, rows, faults and requests. Tokens stay valid. */
  async reset(): Promise<void> {
    await this.admin("POST", "/reset");
  }

  private async admin<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, `/_emulator${path}`, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { "content-type": "application/json", [adminSecretHeader]: this.adminSecret },
    });
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async send(method: string, path: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(this.url + path, {
      ...init,
      method,
      signal,
      redirect: "manual",
    }).catch((error: unknown) => {
      const { cause, message } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      throw new EmulatorClientError(`There is no AEP emulator at ${this.url}: ${reason}`, {
        cause: error,
      });
    });
    if (response.ok) return response;
    const text = (await response.text()).slice(0, 500);
    throw new EmulatorClientError(`${method} ${path} returned HTTP ${response.status}: ${text}`);
  }
}
