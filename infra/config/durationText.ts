const millisecondsPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A unit of time as configuration and command write it. */
export type Unit = keyof typeof millisecondsPer;

/** A length of time in the largest unit that needs no fraction: `90s`, `10m`, `1d`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return "0s";
  const unit = (["d", "h", "m", "s"] as const).find(
    (candidate) => milliseconds % millisecondsPer[candidate] === 0,
  );
  return `${milliseconds / millisecondsPer[unit ?? "ms"]}${unit ?? "ms"}`;
}

/** Milliseconds of a length of time such as `90s`; undefined when it is not written so. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|[smhd])$/.exec(text);
  return match === null ? undefined : inMilliseconds(match[2] as Unit, Number(match[1]));
}

/** A number of a unit in milliseconds. */
export function inMilliseconds(unit: Unit, count: number): number {
  return count * millisecondsPer[unit];
}

/** A length of time in milliseconds as a number of a unit. */
export function inUnit(unit: Unit, milliseconds: number): number {
  return milliseconds / millisecondsPer[unit];
}

/** A number of a unit as the configuration writes it. */
export function durationText(unit: Unit, count: number): string {
  return formatDuration(inMilliseconds(unit, count));
}
