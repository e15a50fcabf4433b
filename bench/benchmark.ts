import type { Machine } from "./machine";
import type { Comparison } from "./support/paired";

/** One comparison that `npm run bench` makes. */
export interface Benchmark {
  /** What it is called on the command line. */
  readonly name: string;
  /** The part of the page that it is in. */
  readonly part: "Receiver" | "Forwarder" | "Cold start" | "Pulumi" | "Emulator";
  /** What is measured. */
  readonly what: string;
  /** What it is compared with, measured in the same run. */
  readonly against: string;
  /** Whose time: of the processor, or on the wall for work that waits. */
  readonly time: "CPU" | "wall";
  /** The most pairs that are measured, where each takes seconds. Default: as many as are asked of all. */
  readonly mostPairs?: number;
  readonly run: (pairs: number) => Promise<Comparison>;
}

/** What one benchmark has measured. */
export type Result = Omit<Benchmark, "run"> & Comparison;

/** What `npm run bench -- --save` writes and docs/performance.md is made from. */
export interface Report {
  /** Day of the measurement, as `2026-11-29`. */
  readonly date: string;
  readonly machine: Machine;
  readonly pairs: number;
  readonly results: readonly Result[];
  /** Size of each function, in bytes. */
  readonly bundleBytes: Readonly<Record<string, number>>;
}
