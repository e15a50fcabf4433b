/** A stretch of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts a found text's replacement in its place. */
export type Replace<S extends Span = Span> = (found: string, span: S) => string;

/** A piece of a text; what is settled is not searched again. */
export interface Piece {
  readonly text: string;
  readonly settled: boolean;
}

/** Replaces the spans, which are in order and do not overlap, and settles what stands in their place. */
export function settle<S extends Span>(
  pieces: readonly Piece[],
  find: (text: string) => Iterable<S>,
  replace: Replace<S>,
): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    if (piece.settled) {
      result.push(piece);
      continue;
    }
    let done = 0;
    for (const span of find(piece.text)) {
      const before = piece.text.slice(done, span.start);
      const found = piece.text.slice(span.start, span.end);
      result.push({ text: before, settled: false }, { text: replace(found, span), settled: true });
      done = span.end;
    }
    result.push({ text: piece.text.slice(done), settled: false });
  }
  return result;
}
