import * as z from "zod";

const names = { ms: "milliseconds", s: "seconds", m: "minutes", h: "hours", d: "days" } as const;
const millisecondsPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A unit of time as the configuration writes it. */
export type Unit = keyof typeof millisecondsPer;

/** Shortest and longest value, and default where there is one, all in `unit`. */
export interface DurationBounds {
  /** The value must be a whole number of these. */
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** Whose bounds they are, where they are not ours. */
  readonly reason?: string;
}

/** A length of time in the largest unit that needs no fraction: `90s`, `10m`, `1d`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  const unit = (["d", "h", "m", "s"] as const).find(
    (candidate) => milliseconds % millisecondsPer[candidate] === 0,
  );
  return `${milliseconds / millisecondsPer[unit ?? "ms"]}${unit ?? "ms"}`;
}

/** Milliseconds of a length of time such as `90s`; undefined when it is not written so. */
function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|[smhd])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * millisecondsPer[match[2] as Unit];
}

/** A length of time as `500ms`, `90s`, `10m`, `24h` or `14d`. Parsed to milliseconds. */
export function duration({ unit, min, max, reason }: DurationBounds) {
  const [shortest, longest] = [min, max].map((count) => count * millisecondsPer[unit]);
  const bounds = `from ${formatDuration(shortest ?? 0)} to ${formatDuration(longest ?? 0)}`;
  const range = reason === undefined ? bounds : `${bounds} (${reason})`;
  const message = `must be a length of time such as 90s, 10m or 24h, ${range}`;
  return z.string({ error: message }).transform((value, context) => {
    const milliseconds = parseDuration(value) ?? NaN;
    const isInRange = milliseconds >= (shortest ?? 0) && milliseconds <= (longest ?? 0);
    const isWhole = milliseconds % millisecondsPer[unit] === 0;
    if (isInRange && isWhole) return milliseconds;
    context.addIssue({
      code: "custom",
      message: isInRange ? `must be a whole number of ${names[unit]}, ${range}` : message,
    });
    return z.NEVER;
  });
}

/** A length of time in milliseconds as a number of a unit. */
export function inUnit(unit: Unit, milliseconds: number): number {
  return milliseconds / millisecondsPer[unit];
}

/** A number of a unit as the configuration writes it. */
export function durationText(unit: Unit, count: number): string {
  return formatDuration(count * millisecondsPer[unit]);
}
