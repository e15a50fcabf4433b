/** A stretch of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts a found text's replacement in its place. */
export type Replace<S extends Span = Span> = (found: string, span: S) => string;

/** A piece of a text; what is final is not searched again. */
export interface Piece {
  readonly text: string;
  readonly final: boolean;
}

/** Replaces the spans, which are in order and do not overlap, and finalizes what stands in their place. */
export function finalize<S extends Span>(
  pieces: readonly Piece[],
  find: (text: string) => Iterable<S>,
  replace: Replace<S>,
): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    if (piece.final) {
      result.push(piece);
      continue;
    }
    let done = 0;
    for (const span of find(piece.text)) {
      const before = piece.text.slice(done, span.start);
      const found = piece.text.slice(span.start, span.end);
      result.push({ text: before, final: false }, { text: replace(found, span), final: true });
      done = span.end;
    }
    result.push({ text: piece.text.slice(done), final: false });
  }
  return result;
}
