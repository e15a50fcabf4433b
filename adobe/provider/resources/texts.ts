/** A value of a schedule: Adobe's guides show numbers and truth values as texts. */
export function shownValue(value: unknown): unknown {
  if (typeof value !== "string") return value ?? undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  return /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : value;
}
