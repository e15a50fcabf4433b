import { UNKNOWN } from "../../../provider-sdk";

/** A value that is not known until something has been deployed. */
export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether a value is there for certain: one that is not known yet may turn out to be none. */
export function isGiven<T>(value: T | undefined): value is T {
  return value !== undefined && !isUnknown(value);
}

/** Whether no two elements are the same, as far as they are known. */
export function isDistinct(list: readonly unknown[]): boolean {
  const known = list.filter((one) => !isUnknown(one));
  return new Set(known).size === known.length;
}

/** Whether anything in a value, however deep, is unknown. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
