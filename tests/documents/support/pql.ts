import { isObject } from "../../../handlers/shared/json";

/** An event of a profile, as XDM. */
export interface ProfileEvent {
  readonly eventType: string;
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly [name: string]: unknown;
}

/** Whether a profile with these events is in the segment at a time (milliseconds since 1970). */
export type Segment = (events: readonly ProfileEvent[], now: number) => boolean;

type Condition = (event: ProfileEvent) => boolean;
type Window = (event: ProfileEvent, now: number) => boolean;

const units = { hours: 3_600_000, days: 86_400_000 } as const;
const DAY = units.days;

/**
 * Reads what docs/analytics.md uses of Adobe's Profile Query Language: `CHAIN` over events in the order of time, `WHAT` with
 * `equals` and `contains`, `WHEN` with `today` and a time before now, `and` and `not`. It throws at anything else.
 */
export function segmentOf(pql: string): Segment {
  const reader = new Reader(pql.replaceAll(/\s+/g, " ").trim());
  const segment = all(reader, termOf);
  reader.end();
  return segment;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Whether the text goes on like this; it is then read. */
  has(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  need(text: string): void {
    if (!this.has(text)) throw new Error(`Expected ${text} at: ${this.text.slice(this.at)}`);
  }

  match(pattern: RegExp): readonly string[] {
    const found = new RegExp(pattern.source, "y");
    found.lastIndex = this.at;
    const match = found.exec(this.text);
    if (match === null)
      throw new Error(`Expected ${pattern.source} at: ${this.text.slice(this.at)}`);
    this.at += match[0].length;
    return match.slice(1);
  }

  end(): void {
    if (this.at < this.text.length) throw new Error(`Not read: ${this.text.slice(this.at)}`);
  }
}

/** Terms joined by `and`. */
function all<Args extends readonly unknown[]>(
  reader: Reader,
  read: (reader: Reader) => (...args: Args) => boolean,
): (...args: Args) => boolean {
  const terms = [read(reader)];
  while (reader.has(" and ")) terms.push(read(reader));
  return (...args) => terms.every((term) => term(...args));
}

function termOf(reader: Reader): Segment {
  if (!reader.has("not(")) return chainOf(reader);
  const inner = all(reader, termOf);
  reader.need(")");
  return (events, now) => !inner(events, now);
}

function chainOf(reader: Reader): Segment {
  reader.need("CHAIN(xEvent, timestamp, [");
  const steps: ((event: ProfileEvent, now: number) => boolean)[] = [];
  do {
    reader.need(`C${steps.length}: WHAT(`);
    const what = all(reader, conditionOf);
    reader.need(") WHEN(");
    const when = windowOf(reader);
    reader.need(")");
    steps.push((event, now) => what(event) && when(event, now));
  } while (reader.has(", "));
  reader.need("])");
  return (events, now) => {
    const inOrder = [...events].sort((one, other) => timeOf(one) - timeOf(other));
    let step = 0;
    for (const event of inOrder) if (steps[step]?.(event, now)) step += 1;
    return step === steps.length;
  };
}

function conditionOf(reader: Reader): Condition {
  const [path = "", name, wanted = ""] = reader.match(
    /([\w.]+)\.(equals|contains)\("([^"]*)", false\)/,
  );
  // `false`: letter case does not matter.
  const text = wanted.toLowerCase();
  return (event) => {
    const value = valueAt(event, path);
    const given = typeof value === "string" ? value.toLowerCase() : "";
    return name === "equals" ? given === text : given.includes(text);
  };
}

function valueAt(event: ProfileEvent, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), event);
}

function windowOf(reader: Reader): Window {
  if (reader.has("today")) return (event, now) => timeOf(event) >= now - (now % DAY);
  const [count = "", unit = ""] = reader.match(/<= (\d+) (hours|days) before now/);
  const length = Number(count) * units[unit as keyof typeof units];
  return (event, now) => timeOf(event) <= now && now - timeOf(event) <= length;
}

function timeOf({ timestamp }: ProfileEvent): number {
  return Date.parse(timestamp);
}
