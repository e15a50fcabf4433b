/** Something that has to come after others. */
export interface Node {
  readonly key: string;
  /** Keys of what comes before it. Those of no node do not count. */
  readonly after: readonly string[];
}

/**
 * The nodes, each behind those that it comes after. Otherwise they keep their order. In a circle the node that comes
 * first in the given order comes last of it, so one of the others is not behind all that it comes after.
 */
export function inOrder<T extends Node>(nodes: readonly T[]): T[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const begun = new Set<string>();
  const ordered: T[] = [];
  for (const root of nodes) {
    // Not by recursion: a chain may be as long as a sandbox is large.
    const path = [{ node: root, next: 0 }];
    if (begun.has(root.key)) continue;
    begun.add(root.key);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const key = top.node.after[top.next++];
      if (key === undefined) {
        ordered.push(top.node);
        path.pop();
        continue;
      }
      const node = byKey.get(key);
      if (node === undefined || begun.has(key)) continue;
      begun.add(key);
      path.push({ node, next: 0 });
    }
  }
  return ordered;
}
