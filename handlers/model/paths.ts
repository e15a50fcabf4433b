/** Stands for the organization's tenant namespace (`_` and the tenant id) in every path of the model. */
export const TENANT = "_tenant";

/** Sets the value at a path, which is split into its names, and creates the objects on the way. */
export function setPath(
  target: Record<string, unknown>,
  names: readonly string[],
  value: unknown,
): void {
  const last = names.length - 1;
  let object = target;
  for (let index = 0; index < last; index += 1)
    object = (object[names[index] as string] ??= {}) as Record<string, unknown>;
  object[names[last] as string] = value;
}
