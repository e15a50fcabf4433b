import type { EmulatorOptions, FaultRuleInput } from "../../../emulator";
import type { Harness } from "../support/harness";
import type { TestProvider } from "../support/provider";

/** What a failure is provoked with: an empty sandbox, the provider, and Adobe's UI. */
export interface Stage {
  readonly provider: TestProvider;
  readonly harness: Harness;
  readonly ui: Harness["ui"];
}

/** One of the failures that people new to AEP meet most. */
export interface FrequentFailure {
  /** Heading on the page, and name of the test. */
  readonly title: string;
  /** What somebody new to AEP has to know to understand it: what was done, and what Adobe's rule is. */
  readonly cause: string;
  /** Configuration of the provider that differs from a working one. */
  readonly config?: Readonly<Record<string, string>>;
  readonly emulator?: EmulatorOptions;
  /**
   * Adobe's response, where the emulator does not have the situation itself: it returns this one from `provoke` on.
   * `source` says where the text comes from.
   */
  readonly fault?: FaultRuleInput & { readonly source: string };
  /** Makes what must be there before. */
  readonly prepare?: (stage: Stage) => Promise<unknown>;
  /** Fails with the message that the user sees. */
  readonly provoke: (stage: Stage, prepared: never) => Promise<unknown>;
  /**
   * What Adobe does with the same by hand, in a sentence, where there is no response to show: it rejects nothing, or no
   * public document has its response.
   */
  readonly atAdobe?: string;
  /** The sandbox of {@link byHand}. Default: the one that there is. */
  readonly handSandbox?: string;
  /** The same without the provider, where the provider rejects it by itself: a request that Adobe rejects. */
  readonly byHand?: (ui: Stage["ui"], prepared: never) => Promise<unknown>;
}

/** Keeps the type of what `prepare` makes for `provoke`. */
export function failure<Prepared = undefined>(
  one: Omit<FrequentFailure, "prepare" | "provoke" | "byHand"> & {
    readonly prepare?: (stage: Stage) => Promise<Prepared>;
    readonly provoke: (stage: Stage, prepared: Prepared) => Promise<unknown>;
    readonly byHand?: (ui: Stage["ui"], prepared: Prepared) => Promise<unknown>;
  },
): FrequentFailure {
  return one;
}
