import { privacyCategories, type PrivacyCategory } from "../model";
import { Pieces } from "../shared/pieces";
import type { SearchText } from "./searchText";
import type { Work } from "./work";

/** A part of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds spans between two positions of a text, in order and without overlaps. Never looks outside of them.
 */
export type Find = (searched: SearchText, from: number, to: number, work: Work) => Iterable<Span>;

/** A span that is decided: it is replaced, or kept when it has no category. It is not searched again. */
export interface Claim extends Span {
  readonly category?: PrivacyCategory | undefined;
}

/** The replacement of a span of the source. */
export interface Edit extends Span {
  readonly replacement: string;
}

const noNumbers = new Int32Array(0);
const noCategories = new Uint8Array(0);

/** Claims that fit before more memory is needed. */
const FIRST_SIZE = 16;

/**
 * Claims in their order. There may be millions of them, so they are stored as numbers. Most texts have none, and each
 * text is searched in several ways, so memory is taken for the first claim only.
 */
export class Claims {
  private starts = noNumbers;
  private ends = noNumbers;
  private categories = noCategories;
  private count = 0;

  get length(): number {
    return this.count;
  }

  startOf(index: number): number {
    return this.starts[index] as number;
  }

  endOf(index: number): number {
    return this.ends[index] as number;
  }

  categoryOf(index: number): PrivacyCategory | undefined {
    return privacyCategories[(this.categories[index] as number) - 1];
  }

  add(start: number, end: number, category: PrivacyCategory | undefined): void {
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.categories[this.count] = category ? privacyCategories.indexOf(category) + 1 : 0;
    this.count += 1;
  }

  private grow(): void {
    const size = Math.max(this.starts.length * 2, FIRST_SIZE);
    const [starts, ends, categories] = [
      new Int32Array(size),
      new Int32Array(size),
      new Uint8Array(size),
    ];
    starts.set(this.starts);
    ends.set(this.ends);
    categories.set(this.categories);
    Object.assign(this, { starts, ends, categories });
  }
}

/** Searches everything between the claims. Returns the claims together with the new findings. */
export function claim(
  searched: SearchText,
  claims: Claims,
  find: (from: number, to: number) => Iterable<Claim>,
): Claims {
  const result = new Claims();
  let from = 0;
  for (let index = 0; index <= claims.length; index += 1) {
    const isLast = index === claims.length;
    const to = isLast ? searched.text.length : claims.startOf(index);
    if (to > from)
      for (const { start, end, category } of find(from, to)) result.add(start, end, category);
    if (isLast) break;
    from = claims.endOf(index);
    result.add(to, from, claims.categoryOf(index));
  }
  return result;
}

/** Returns the text with the edits applied. The edits are in order; when two overlap, the first one wins. */
export function applyEdits(text: string, edits: Iterable<Edit>): string {
  const pieces = new Pieces();
  let done = 0;
  for (const { start, end, replacement } of edits) {
    if (end <= done && start < done) continue;
    pieces.add(text.slice(done, Math.max(start, done)), replacement);
    done = Math.max(end, done);
  }
  pieces.add(text.slice(done));
  return pieces.join();
}
