const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A length of time in its largest unit, rounded down: `3 d`, `5 min`, `0 s`. */
export function roughly(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] = units.find(([, each]) => whole >= each) ?? (["s", 1] as const);
  return `${Math.floor(whole / size)} ${unit}`;
}
