import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

import ts from "typescript";

/** The part of a package.json that says what a user of the package can import. */
interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

/**
 * Deletes the type declarations in a workspace's `dist/` that no entry point of its package leads to. They
 * describe what a user cannot import.
 */
export async function keepPublicTypes(workspace: string): Promise<void> {
  const manifest = JSON.parse(
    await readFile(path.join(workspace, "package.json"), "utf8"),
  ) as Manifest;
  const reached = new Set<string>();
  for (const entry of Object.values(manifest.exports)) {
    if (typeof entry !== "string") await follow(path.join(workspace, entry.types), reached);
  }
  const dist = path.join(workspace, "dist");
  for (const name of await readdir(dist, { recursive: true })) {
    const file = path.join(dist, name);
    if (name.endsWith(".d.ts") && !reached.has(file)) await rm(file);
  }
}

/** Adds a declaration file, and every one that it imports. */
async function follow(file: string, reached: Set<string>): Promise<void> {
  if (reached.has(file)) return;
  reached.add(file);
  for (const name of importsOf(file, await readFile(file, "utf8"))) {
    if (!name.startsWith(".")) continue;
    const target = path.join(path.dirname(file), name.replace(/\.js$/, ""));
    const candidates = [`${target}.d.ts`, path.join(target, "index.d.ts")];
    const found = candidates.find((candidate) => ts.sys.fileExists(candidate));
    if (found === undefined) throw new Error(`${file} imports ${name}, which is not there`);
    await follow(found, reached);
  }
}

/** The modules that a declaration file names: `import`, `export … from` and `import("…")`. */
function importsOf(file: string, text: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const name =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
    if (name !== undefined && ts.isStringLiteral(name)) names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return names;
}
