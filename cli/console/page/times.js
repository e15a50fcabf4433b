const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** A length of time in its largest unit, rounded down: `3 d`, `5 min`, `0 s`. */
export function roughly(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [unit, size] = units.find(([, each]) => whole >= each) ?? ["s", 1];
  return `${Math.floor(whole / size)} ${unit}`;
}

/** How long before `now` a time was: `5 min ago`. */
export function ago(at, now) {
  return `${roughly((Date.parse(now) - Date.parse(at)) / 1000)} ago`;
}

/** Milliseconds for a reader: `230 ms`, `4.1 s`, `5 min`. */
export function lasting(ms) {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : roughly(ms / 1_000);
}

/** A rate: few digits, and never a rounded `0` for something that happens. */
export function perMinute(rate) {
  if (rate === 0) return "0";
  return rate < 10 ? String(Math.max(Math.round(rate * 10) / 10, 0.1)) : String(Math.round(rate));
}

/** Day, and time to the second. */
export function moment(at) {
  return at.slice(0, 19).replace("T", " ");
}

/** The time of day, to the millisecond. */
export function clock(at) {
  return at.slice(11, 23);
}
