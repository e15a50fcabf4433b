/** A way into nested properties: names and list indices. */
export type Path = readonly (string | number)[];

/** `["mappings", 2, "source"]` → `mappings[2].source`; names with special characters in quotes, as Pulumi writes them. */
export function pathText(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** The reverse: `mappings[2].source` → `["mappings", 2, "source"]`. */
export function pathIn(text: string): Path {
  const parts = text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g);
  return [...parts].map(([, index, quoted, name = ""]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? name : (JSON.parse(quoted) as string);
  });
}

/** The values on the way, from the outermost to the one the path names. */
export function valuesAlong(value: unknown, path: Path): unknown[] {
  const seen = [value];
  let at = value;
  for (const part of path) {
    at =
      typeof at === "object" && at !== null && Object.hasOwn(at, part)
        ? (at as Record<string | number, unknown>)[part]
        : undefined;
    seen.push(at);
  }
  return seen;
}

/** A name as a part of a JSON Pointer. */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The reverse of {@link pointerPart}. */
export function pointerName(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
