/** What the streaming endpoint responded, or why there is no response. */
export type EndpointResponse =
  | {
      readonly status: number;
      /** From `Retry-After`, in milliseconds. */
      readonly retryAfterMs?: number | undefined;
      /** The body parsed as JSON; undefined when it is incomplete or not JSON. */
      readonly body: unknown;
      readonly reason?: undefined;
    }
  | {
      readonly reason: "time-out" | "reset" | "unreachable" | "no-token";
      readonly status?: undefined;
      readonly retryAfterMs?: undefined;
      readonly body?: undefined;
    };
