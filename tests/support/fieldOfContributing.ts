import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The field that CONTRIBUTING.md adds to the event model, as its TypeScript.
 *
 * @throws Error when the page has no such block
 */
export async function fieldOfContributing(): Promise<string> {
  const page = await readFile(path.join(__dirname, "../../CONTRIBUTING.md"), "utf8");
  const [, field] = /```ts\n(\s*visitorCompany: \{\n[^]*?)\s*```/.exec(page) ?? [];
  if (field === undefined) throw new Error("CONTRIBUTING.md has no field visitorCompany");
  return `${field}\n`;
}
