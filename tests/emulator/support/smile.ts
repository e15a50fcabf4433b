/** A value as JSON has it. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const header = [0x3a, 0x29, 0x0a, 0x00];
const endOfText = 0xfc;

/** Big-endian groups of 7 bits, the last of 6 with its top bit set. */
function variableInteger(value: bigint): number[] {
  const bytes = [Number(value & 0x3fn) | 0x80];
  for (let rest = value >> 6n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn));
  return bytes;
}

function zigzag(value: bigint): bigint {
  return value < 0n ? -value * 2n - 1n : value * 2n;
}

function integer(value: number): number[] {
  const coded = zigzag(BigInt(value));
  if (coded < 32n) return [0xc0 + Number(coded)];
  return [coded < 2n ** 32n ? 0x24 : 0x25, ...variableInteger(coded)];
}

/** Ten groups of 7 bits of the IEEE form; the first holds the one bit that is over. */
function double(value: number): number[] {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  let bits = bytes.readBigUInt64BE();
  const groups: number[] = [];
  for (let count = 0; count < 10; count += 1) {
    groups.unshift(Number(bits & 0x7fn));
    bits >>= 7n;
  }
  return [0x29, ...groups];
}

function text(value: string): number[] {
  const bytes = [...Buffer.from(value, "utf8")];
  const { length } = bytes;
  const ascii = bytes.every((byte) => byte < 0x80);
  if (length === 0) return [0x20];
  if (ascii && length <= 32) return [0x3f + length, ...bytes];
  if (ascii && length <= 64) return [0x60 + length - 33, ...bytes];
  if (!ascii && length <= 33) return [0x80 + length - 2, ...bytes];
  if (!ascii && length <= 65) return [0xa0 + length - 34, ...bytes];
  return [ascii ? 0xe0 : 0xe4, ...bytes, endOfText];
}

function key(name: string): number[] {
  const bytes = [...Buffer.from(name, "utf8")];
  const { length } = bytes;
  const ascii = bytes.every((byte) => byte < 0x80);
  if (length === 0) return [0x20];
  if (ascii && length <= 64) return [0x7f + length, ...bytes];
  if (!ascii && length <= 57) return [0xc0 + length - 2, ...bytes];
  return [0x34, ...bytes, endOfText];
}

function token(value: Json): number[] {
  if (value === null) return [0x21];
  if (typeof value === "boolean") return [value ? 0x23 : 0x22];
  if (typeof value === "string") return text(value);
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? integer(value) : double(value);
  if (Array.isArray(value)) return [0xf8, ...value.flatMap(token), 0xf9];
  const entries = Object.entries(value).flatMap(([name, inner]) => [...key(name), ...token(inner)]);
  return [0xfa, ...entries, 0xfb];
}

/** JSON as Smile, after Jackson's specification of the format; names and texts are not shared. */
export function toSmile(value: unknown): Buffer {
  return Buffer.from([...header, ...token(value as Json)]);
}
