import { shortType } from "./sandboxObject";

/** What an identifier is made of. */
export interface Named {
  readonly key: string;
  readonly token: string;
  readonly name: string;
}

/** Names that the written program has already, and words that TypeScript reserves. */
const reserved = [
  "aep", "config", "pulumi", "abstract", "any", "arguments", "as", "async", "await", "boolean", "break", "case",
  "catch", "class", "const", "continue", "debugger", "declare", "default", "delete", "do", "else", "enum", "eval",
  "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof",
  "interface", "let", "module", "new", "null", "number", "object", "package", "private", "protected", "public",
  "require", "return", "static", "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type",
  "typeof", "undefined", "var", "void", "while", "with", "yield", "exports", "process", "globalThis",
]; // prettier-ignore

/** The name of an object may be longer than a line. */
const MAX_LENGTH = 50;

/**
 * An identifier of TypeScript for each object, in ASCII, made of its name and its type: `Chat rows` and
 * `catalog:Dataset` → `chatRowsDataset`. Also the name of the resource.
 */
export function identifiersOf(objects: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set(reserved);
  const identifiers = new Map<string, string>();
  for (const one of objects) {
    const wanted = wantedFor(one);
    let identifier = wanted;
    for (let number = 2; taken.has(identifier); number++) {
      // A name that ends with a digit gets another sign between it and the number.
      identifier = `${wanted}${/\d$/.test(wanted) ? "_" : ""}${number}`;
    }
    taken.add(identifier);
    identifiers.set(one.key, identifier);
  }
  return identifiers;
}

function wantedFor({ token, name }: Named): string {
  const type = shortType(token).split(":").at(-1) ?? "";
  const given = camelCase(name);
  const isSaid = given.toLowerCase().endsWith(type.toLowerCase());
  const whole = isSaid ? given : `${given}${type}`;
  // Nothing of the name is left, or it begins with a digit.
  return /^[a-z]/i.test(given) ? whole : `${type[0]?.toLowerCase() ?? ""}${type.slice(1)}${given}`;
}

/** `Événements: chat (2)` → `evenementsChat2` */
function camelCase(name: string): string {
  const words = name
    .slice(0, 4 * MAX_LENGTH)
    .replaceAll("_tenant.", "")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word));
  const joined = words
    .map(
      (word, index) =>
        `${index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()}${word.slice(1)}`,
    )
    .join("");
  return joined.slice(0, MAX_LENGTH);
}
