/** Stands for the organization's tenant namespace (`_` and the tenant id) in every path of the model. */
export const TENANT = "_tenant";

/** Sets the value at a dotted path, and creates the objects on the way. */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? path;
  let object = target;
  for (const name of names) object = (object[name] ??= {}) as Record<string, unknown>;
  object[last] = value;
}
