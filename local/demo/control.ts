import fetch from "node-fetch";
import { errorMessage } from "../toolchain/errors";
import { DemoError } from "./errors";

/** A row of a dataset, as AEP keeps it. */
export type Row = Readonly<Record<string, unknown>>;

export interface RejectedRow {
  readonly row: unknown;
  readonly reason: string;
}

interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** What the emulator tells of itself beside Adobe's own API. */
export class EmulatorControl {
  constructor(private readonly url: string) {}

  rows(datasetId: string): Promise<{ rows: Row[]; rejected: RejectedRow[] }> {
    return this.get(`/datasets/${encodeURIComponent(datasetId)}/rows`);
  }

  /** Number of requests to Adobe's services so far; the relay's own posts to the inlet are not among them. */
  async countRequests(): Promise<number> {
    const requests = await this.get<LoggedRequest[]>("/requests");
    return requests.filter(({ path }) => !/^\/(_emulator|collection)\//.test(path)).length;
  }

  /** Throws a DemoError when nobody answers at the URL, or not an emulator. */
  async checkHealth(): Promise<void> {
    await this.get("/health");
  }

  private async get<T>(path: string): Promise<T> {
    const url = `${this.url}/_emulator${path}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(
      (error: unknown) => {
        throw new DemoError(`There is no AEP emulator at ${this.url} (${errorMessage(error)})`);
      },
    );
    if (!response.ok) throw new DemoError(`${url} answered ${response.status}`);
    return (await response.json()) as T;
  }
}
