const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A time in RFC 3339 to the minute, for a table. */
export function minuteOf(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

/** A length of time in its largest unit, rounded down: `3 d`, `5 min`, `0 s`. */
export function roughly(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] = units.find(([, each]) => whole >= each) ?? (["s", 1] as const);
  return `${Math.floor(whole / size)} ${unit}`;
}
