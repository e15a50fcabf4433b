import type { SandboxInfo } from "./sandbox";

/** What the Sandbox API knows of a sandbox. One that was deleted is still known. */
export interface SandboxRecord extends SandboxInfo {
  /** What it is, or becomes once `readyAt` has come. */
  readonly state: "active" | "deleted";
  /** Until `readyAt` (ms). */
  readonly passing: "creating" | "resetting" | "deleting";
  readonly readyAt: number;
  readonly version: number;
  readonly created: number;
  readonly changed: number;
  /** Who made it; undefined: it was there from the start. */
  readonly createdBy: string | undefined;
  readonly changedBy: string | undefined;
}

/** A sandbox that is there from the start. */
export function originalSandbox(info: SandboxInfo): SandboxRecord {
  const since = Date.UTC(2026, 0, 1);
  return {
    ...info,
    state: "active",
    passing: "creating",
    readyAt: since,
    version: 1,
    created: since,
    changed: since,
    createdBy: undefined,
    changedBy: undefined,
  };
}

/** The state as a caller sees it at a time. */
export function stateOf(
  { state, passing, readyAt }: SandboxRecord,
  now: number,
): SandboxRecord["state"] | SandboxRecord["passing"] {
  return now < readyAt ? passing : state;
}
