/** A message of the simulated queue. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  /** Number of its event; undefined when it cannot be read. */
  readonly event: number | undefined;
  /** Whether the visibility timeout was extended after this receive. */
  backoff: "none" | "set" | "rejected";
  /** The next delete of it has no effect. */
  undying: boolean;
  visibleAt: number;
  receiveCount: number;
  deleted: boolean;
  /** Counts the changes of `visibleAt`, so that outdated {@link Waiting}s are recognized. */
  version: number;
}

/** When a message becomes visible. */
export interface Waiting {
  readonly at: number;
  readonly message: Message;
  readonly version: number;
}
