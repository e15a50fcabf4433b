import { InvalidArgumentError } from "commander";

const unitsMs: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/** Reads an option such as `30m`, `12h` or `3d`, as the configuration writes them; in milliseconds. */
export function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([dhms])$/.exec(text) ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs === undefined) {
    throw new InvalidArgumentError("Give a duration such as 30m, 12h or 3d.");
  }
  return Number(count) * unitMs;
}
