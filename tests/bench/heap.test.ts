import { Heap } from "../../bench/support/heap";
import { seededRandom } from "../support/random";

test("what is pushed in any order, also between pops, is popped in the order of the comparison", () => {
  const random = seededRandom(1);
  const heap = new Heap<{ readonly at: number }>((one, other) => one.at < other.at);
  const left: number[] = [];
  for (let step = 0; step < 2_000; step++) {
    if (left.length === 0 || random.chance(0.6)) {
      const at = random.below(50);
      left.push(at);
      heap.push({ at });
    } else {
      const least = Math.min(...left);
      left.splice(left.indexOf(least), 1);
      expect(heap.first?.at).toBe(least);
      expect(heap.pop()?.at).toBe(least);
    }
  }
  left.sort((one, other) => one - other);
  expect(left.map(() => heap.pop()?.at)).toEqual(left);
  expect([heap.first, heap.pop()]).toEqual([undefined, undefined]);
});

test("values that are false are entries as others are", () => {
  const heap = new Heap<number>((one, other) => one > other);
  [0, 2, 0, 1].forEach((value) => heap.push(value));
  expect([1, 2, 3, 4].map(() => heap.pop())).toEqual([2, 1, 0, 0]);
});
