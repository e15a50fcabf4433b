/** Number of pieces that are joined at once. */
const JOINED = 2_048;

/** A text that is put together of pieces. Millions of them are never in memory at the same time. */
export class Pieces {
  private readonly chunks: string[] = [];
  private pieces: string[] = [];

  add(...pieces: readonly string[]): void {
    this.pieces.push(...pieces);
    if (this.pieces.length < JOINED) return;
    this.chunks.push(this.pieces.join(""));
    this.pieces = [];
  }

  /** The whole text. */
  join(): string {
    return [...this.chunks, ...this.pieces].join("");
  }
}
