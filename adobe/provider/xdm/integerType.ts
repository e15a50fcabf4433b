import { INTEGER_TYPES } from "./field";

type IntegerType = (typeof INTEGER_TYPES)[number];

/** Bits of each width. */
const bits: Readonly<Record<IntegerType, number>> = { byte: 7, short: 15, int: 31, long: 53 };

/**
 * The width that the registry gives an integer with these bounds: the narrowest that both fit into.
 *
 * @returns `int` when a bound is missing
 */
export function integerType(minimum: unknown, maximum: unknown): IntegerType {
  if (typeof minimum !== "number" || typeof maximum !== "number") return "int";
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  // Adobe writes the upper bound of a byte as 128, and as 127 in other places.
  return INTEGER_TYPES.find((type) => largest <= 2 ** bits[type]) ?? "long";
}

/** The XDM type that the registry derives from a field's type, format and bounds. */
export function derivedXdmType(field: {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly additionalProperties?: unknown;
}): string {
  const { type, format } = field;
  if (type === "integer") return integerType(field.minimum, field.maximum);
  if (type === "string" && (format === "date" || format === "date-time")) return format;
  if (type === "object" && field.additionalProperties !== undefined) return "map";
  return typeof type === "string" ? type : "object";
}
