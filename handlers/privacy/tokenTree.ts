import { randomInt } from "node:crypto";

/** Numbers of a slot of the table: the node, the token, and the node below. */
const SLOT = 3;

/** Makes the slots unforeseeable, so that no body can put all of its tokens into the same ones. */
const seed = randomInt(2 ** 31);

function mix(node: number, token: number): number {
  let hash = Math.imul(node ^ seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ token, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A tree of which each edge is a token's number. The root is node 0. There may be one node for each byte of
 * a body, so the tree is one hash table in a typed array: a node takes 13 to 50 bytes.
 */
export class TokenTree {
  private slots = new Int32Array(64 * SLOT);
  private marks = new Uint8Array(64);
  private count = 0;

  /** Number of nodes below the root. */
  get size(): number {
    return this.count;
  }

  /** The node below a node; 0 when there is none. */
  child(node: number, token: number): number {
    return this.slots[this.slotOf(node, token) + 2] as number;
  }

  /** The node below a node, which is made when there is none. */
  addChild(node: number, token: number): number {
    const known = this.child(node, token);
    if (known !== 0) return known;
    // At least half of the slots stay free, so that a free one is always near.
    if ((this.count + 1) * 2 * SLOT > this.slots.length) this.grow();
    this.count += 1;
    this.put(node, token, this.count);
    return this.count;
  }

  /** What was last said about a node; 0 when nothing was. */
  markOf(node: number): number {
    return this.marks[node] ?? 0;
  }

  /** @param mark - from 1 to 255 */
  mark(node: number, mark: number): void {
    if (node >= this.marks.length) {
      const marks = new Uint8Array(Math.max(node + 1, this.marks.length * 2));
      marks.set(this.marks);
      this.marks = marks;
    }
    this.marks[node] = mark;
  }

  /** Where the slot of an edge is, or the free slot in which it would be. */
  private slotOf(node: number, token: number): number {
    const { slots } = this;
    const size = slots.length / SLOT;
    for (let index = mix(node, token) & (size - 1); ; index = (index + 1) & (size - 1)) {
      const slot = index * SLOT;
      if (slots[slot + 2] === 0 || (slots[slot] === node && slots[slot + 1] === token)) return slot;
    }
  }

  private put(node: number, token: number, child: number): void {
    this.slots.set([node, token, child], this.slotOf(node, token));
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += SLOT)
      if (old[slot + 2] !== 0)
        this.put(old[slot] as number, old[slot + 1] as number, old[slot + 2] as number);
  }
}
