/**
 * A decoded text that is searched. It knows the position of each character in the source, so that a
 * replacement replaces exactly the value that was found.
 */
export interface SearchText {
  readonly text: string;
  /** Undefined when the text was not encoded. */
  readonly origin?: Origin | undefined;
}

/** The position in the source of each character of a {@link SearchText}. */
export interface Origin {
  /** Position in the source at which the character's encoding starts. */
  readonly starts: Int32Array;
  /** Position in the source at which the character's encoding ends. */
  readonly ends: Int32Array;
  /** How often the character is percent-encoded. */
  readonly depths: Uint8Array;
}

/** How often a character is percent-encoded. */
export function depthAt({ origin }: SearchText, index: number): number {
  return origin ? (origin.depths[index] as number) : 0;
}

/** Position in the source at which a character starts. */
export function startAt({ origin }: SearchText, index: number): number {
  return origin ? (origin.starts[index] as number) : index;
}

/** Position in the source at which a character ends. */
export function endAt({ origin }: SearchText, index: number): number {
  return origin ? (origin.ends[index] as number) : index + 1;
}

/** The largest number of percent-encodings of a character in a span. */
export function depthOf(searched: SearchText, start: number, end: number): number {
  let depth = 0;
  if (searched.origin)
    for (let index = start; index < end; index += 1)
      depth = Math.max(depth, searched.origin.depths[index] as number);
  return depth;
}

/** Percent-encodes an ASCII text this many times. */
export function percentEncode(text: string, times: number): string {
  if (times === 0) return text;
  return encodeURIComponent(text).replaceAll("%", `%${"25".repeat(times - 1)}`);
}
