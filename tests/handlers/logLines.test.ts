import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";

import { logLines, type Line } from "../infra/logLines";

const root = path.join(__dirname, "../..");
const functions = ["receiver", "forwarder", "keeper", "reconciler"] as const;

interface Documented {
  readonly levels: readonly string[];
  readonly fields: readonly string[];
}

/** The section of docs/logs.md about one function: its lines by their message. */
function documented(name: string): ReadonlyMap<string, Documented> {
  const text = readFileSync(path.join(root, "docs/logs.md"), "utf8");
  const title = `### ${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
  const [, section = ""] = text.split(new RegExp(`^${title}$`, "m"));
  const [own = ""] = section.split(/^##/m);
  const rows = [...own.matchAll(/^\| (`(?:INFO|WARN|ERROR).*?) *\| `([^`]+)` *\|.*\|(.*)\|$/gm)];
  const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
  return new Map(
    rows.map(([, levels = "", message = "", fields = ""]) => [
      message,
      { levels: quoted(levels), fields: quoted(fields) },
    ]),
  );
}

/** The texts in an expression: those of `isGap ? "WARN" : "INFO"` are two. */
function textsIn(node: ts.Node): readonly string[] {
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [node.whenFalse, node.whenTrue].flatMap(textsIn);
  return [];
}

/** The lines that the code of a function writes: level and message of each call of `log`. */
function written(name: string): readonly (readonly [string, readonly string[]])[] {
  const folder = path.join(root, "handlers", name);
  const found: [string, readonly string[]][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)log$/.test(node.expression.getText())) {
      const [level, message] = node.arguments;
      if (level && message) found.push([textsIn(message).join(), [...textsIn(level)].sort()]);
    }
    ts.forEachChild(node, visit);
  };
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((each) => each.endsWith(".ts"))) {
    const text = readFileSync(path.join(folder, file), "utf8");
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  }
  return found;
}

test("no other code of the functions writes a line", () => {
  for (const folder of ["ingestion", "privacy", "model", "comparison", "shared"])
    expect([folder, written(folder)]).toEqual([folder, []]);
});

describe.each(functions)("docs/logs.md, the %s", (name) => {
  it("has each line that the code writes, with its level, and no other", () => {
    const inCode = written(name);
    expect(inCode.length).toBeGreaterThan(1);
    const inDocument = [...documented(name)].map(([message, { levels }]) => [
      message,
      [...levels].sort(),
    ]);
    expect(new Map(inDocument as [string, string[]][])).toEqual(new Map(inCode));
  });

  it("names the fields that lines have", async () => {
    const lines: readonly Line[] = (await logLines())[name];
    const known = documented(name);
    expect(lines.length).toBeGreaterThan(0);
    for (const { level, message, timestamp, ...fields } of lines) {
      expect([timestamp, level].map((value) => typeof value)).toEqual(["string", "string"]);
      const present = Object.keys(fields).filter((key) => fields[key] !== undefined);
      const listed = known.get(String(message))?.fields ?? [];
      expect([message, present.filter((field) => !listed.includes(field))]).toEqual([message, []]);
    }
  });
});

test("each field is explained", () => {
  const text = readFileSync(path.join(root, "docs/logs.md"), "utf8");
  const [, section = ""] = text.split("### Fields");
  const all = functions.flatMap((name) =>
    [...documented(name).values()].flatMap(({ fields }) => fields),
  );
  for (const field of new Set(all)) expect(section).toContain(`\`${field}\``);
});
