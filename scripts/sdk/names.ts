/** Prefix of every token of the provider. */
const PACKAGE = "adobe-aep";

/** A token of the package schema, `adobe-aep:xdm:Schema`, in its parts. */
export interface Token {
  /** `xdm`; `index` for what belongs to no module. */
  readonly module: string;
  readonly name: string;
}

export function parseToken(token: string): Token {
  const [owner, module, name] = token.split(":");
  if (owner !== PACKAGE || module === undefined || name === undefined) {
    throw new Error(`Not a token of ${PACKAGE}: ${token}`);
  }
  return { module, name };
}

/** `getDataset` → `GetDataset` */
export function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
