import type { Context } from "../../../provider-sdk";

/**
 * The command that brings an object under a stack as this resource. A child of a component has to be imported as one:
 * under another URN it would not be the program's, and a later `pulumi up` would delete it.
 */
export function importLine(
  token: string,
  { urn, name }: Pick<Context, "urn" | "name">,
  id: string,
): string {
  const parent = parentOf(urn);
  const child = parent === undefined ? "" : ` --parent parent='${parent}'`;
  // A name that somebody has given in Adobe's UI may be an id, and have spaces.
  const word = /^[\w.:/@~+,=-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  return `pulumi import ${token} ${name} ${word}${child}`;
}

/** A URN has the types of all parents, and the name of the resource only. */
function parentOf(urn: string): string | undefined {
  const [stack = "", project = "", types = ""] = urn.split("::");
  const parents = types.split("$").slice(0, -1);
  if (parents.length === 0) return undefined;
  return `${stack}::${project}::${parents.join("$")}::<name of its component>`;
}
