import fc from "fast-check";

import { TokenTree } from "../../../handlers/privacy/tokenTree";

describe("a tree of tokens", () => {
  it("has exactly the paths that were added, each with its own node", () => {
    const path = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 100 }), path, (added, other) => {
        const tree = new TokenTree();
        const model = new Map<string, number>();
        for (const tokens of added) {
          let node = 0;
          for (const [index, token] of tokens.entries()) {
            node = tree.addChild(node, token);
            const key = tokens.slice(0, index + 1).join();
            expect(node).toBe(model.get(key) ?? model.size + 1);
            model.set(key, node);
          }
        }
        expect(tree.size).toBe(model.size);
        let node = 0;
        for (const [index, token] of other.entries()) {
          node = tree.child(node, token);
          expect(node).toBe(model.get(other.slice(0, index + 1).join()) ?? 0);
          if (node === 0) break;
        }
      }),
    );
  });

  it("remembers the last mark of a node, and none of the others", () => {
    const tree = new TokenTree();
    for (let token = 1; token <= 1_000; token += 1) tree.addChild(0, token);
    expect(tree.markOf(900)).toBe(0);
    tree.mark(900, 3);
    tree.mark(900, 200);
    tree.mark(5, 1);
    expect([tree.markOf(900), tree.markOf(5), tree.markOf(6), tree.markOf(5_000)]).toEqual([
      200, 1, 0, 0,
    ]);
  });
});
