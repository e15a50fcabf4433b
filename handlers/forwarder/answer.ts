/** What came back from the inlet, or why nothing did. */
export type InletAnswer =
  | {
      readonly status: number;
      /** From `Retry-After`; milliseconds. */
      readonly retryAfterMs?: number | undefined;
      /** The body as JSON; undefined when it was cut off or is none. */
      readonly body: unknown;
      readonly reason?: undefined;
    }
  | {
      readonly reason: "time-out" | "reset" | "unreachable" | "no-token";
      readonly status?: undefined;
      readonly retryAfterMs?: undefined;
      readonly body?: undefined;
    };
