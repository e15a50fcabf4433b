import { InvalidArgumentError } from "commander";

import { formatDuration, inUnit, parseDuration, type Unit } from "../infra/config/durationText";

/** Reads an option such as `30m`, `12h` or `3d`, as the configuration writes them; in milliseconds. */
export function duration(text: string): number {
  const milliseconds = text.endsWith("ms") ? undefined : parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new InvalidArgumentError("Give a duration such as 30m, 12h or 3d.");
}

/**
 * Reads an option that is a length of time, as a number of a unit. A number without a unit is one of that unit, as every
 * such option was written before.
 *
 * @param max - the longest, in the unit; the shortest is one second, of days one day
 */
export function durationIn(unit: Unit, max: number): (text: string) => number {
  const longest = formatDuration(Number(parseDuration(`${max}${unit}`)));
  const shortest = unit === "d" ? "1d" : "1s";
  return (text) => {
    const count = inUnit(unit, parseDuration(/^\d+$/.test(text) ? text + unit : text) ?? 0);
    const isWhole = unit === "d" ? Number.isInteger(count) : !text.endsWith("ms");
    if (isWhole && count > 0 && count <= max) return count;
    const form = unit === "d" ? "of whole days, such as 7d," : "such as 90s or 5m,";
    throw new InvalidArgumentError(`Give a length of time ${form} from ${shortest} to ${longest}.`);
  };
}
