/** The time between sending a request and its response: what it shows was so at some moment in between. */
export interface Moment {
  /** In milliseconds since 1970. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** What takes time, in milliseconds from the request that began it. */
export type DelayName =
  | "objectVisible"
  | "flowEnabled"
  | "inletUrl"
  | "rowVisible"
  | "unionSpread"
  | "referenceReleased"
  | "deleteFinal";

/** One wait: the request that began it, the last response without what was waited for, the first one with it. */
export interface Wait {
  readonly began: Moment;
  /** Undefined when no response said that it was not there yet. */
  readonly without: Moment | undefined;
  readonly first: Moment;
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly likely: number;
}

function middle({ sentAt, receivedAt }: Moment): number {
  return (sentAt + receivedAt) / 2;
}

/** What one wait says about the delay: a slow response and the time between two looks make it less sure. */
function rangeOf({ began, without, first }: Wait): Range {
  const end = without === undefined ? middle(first) : (middle(without) + middle(first)) / 2;
  return {
    least: without === undefined ? 0 : Math.max(without.sentAt - began.receivedAt, 0),
    most: first.receivedAt - began.sentAt,
    likely: Math.max(end - middle(began), 0),
  };
}

/** How long things take, from all waits for them. */
export class Delays {
  readonly #ranges = new Map<DelayName, Range[]>();

  add(name: DelayName, wait: Wait): void {
    this.#ranges.set(name, [...(this.#ranges.get(name) ?? []), rangeOf(wait)]);
  }

  has(name: DelayName): boolean {
    return this.#ranges.has(name);
  }

  /**
   * Each delay that was seen, in milliseconds. Where one delay explains all waits for the same thing, it is the middle
   * of what they leave open; otherwise the longest one.
   */
  estimates(): ReadonlyMap<DelayName, number> {
    return new Map([...this.#ranges].map(([name, ranges]) => [name, estimateOf(ranges)]));
  }
}

function estimateOf(ranges: readonly Range[]): number {
  const least = Math.max(...ranges.map((range) => range.least));
  const most = Math.min(...ranges.map((range) => range.most));
  if (ranges.length > 1 && least <= most) return (least + most) / 2;
  return Math.max(...ranges.map(({ likely }) => likely));
}
