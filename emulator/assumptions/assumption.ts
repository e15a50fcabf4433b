/** One question about Adobe that its documents leave open, and how the emulator may behave. */
export interface Assumption {
  /** What it can be; the first value is the default. */
  readonly values: readonly [string, ...string[]];
  readonly question: string;
  /** What the documents say, or who saw what. */
  readonly source: string;
  /** How `chatlio-aep probe` finds the value out in a real sandbox, or why it cannot. */
  readonly probe: { readonly finds: string } | { readonly cannot: string };
}

export type AssumptionTable = Readonly<Record<string, Assumption>>;
