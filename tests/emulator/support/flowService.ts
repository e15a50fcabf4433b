import { flowservice, type ApiResponse, type Client } from "./client";
import { useEmulator } from "./emulator";

/** Requests to the Flow Service of an emulator whose dataflows take a second of its own clock to become enabled. */
export interface FlowServiceRequests {
  readonly client: Client;
  /** The emulator's clock. */
  readonly now: () => number;
  /** Lets that second pass. */
  readonly settle: () => void;
  readonly item: (path: string) => Promise<any>;
  /** `etag` is by default that of the object. */
  readonly patch: (path: string, operations: object[], etag?: string) => Promise<ApiResponse>;
  readonly post: (path: string, body?: object) => Promise<ApiResponse>;
}

/** For the tests of the surrounding `describe`. */
export function useFlowService(): FlowServiceRequests {
  let time = Date.parse("2026-05-01T00:00:00Z");
  const now = (): number => time;
  const client = useEmulator({ settleMs: 1000, now });
  const item = async (path: string): Promise<any> =>
    (await client.call("GET", `${flowservice}/${path}`)).body.items[0];
  return {
    client,
    now,
    settle: () => void (time += 1001),
    item,
    patch: async (path, operations, etag) =>
      client.call("PATCH", `${flowservice}/${path}`, {
        body: operations,
        headers: { "if-match": etag ?? (await item(path)).etag },
      }),
    post: (path, body) =>
      client.call("POST", `${flowservice}/${path}`, body === undefined ? {} : { body }),
  };
}
