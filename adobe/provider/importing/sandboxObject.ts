import type { Properties } from "../../../provider-sdk";
import { plain } from "../../client/text";
import type { NamedObject } from "../lifecycle/definition";

/** An object that a list of the sandbox has. */
export interface SandboxObject extends NamedObject {
  /** `adobe-aep:xdm:Schema`. */
  readonly token: string;
}

/** An object as an import brings it into a state. */
export interface ReadObject extends SandboxObject {
  /** What a program gives of it. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** What no program can write of it, and stays at Adobe. */
  readonly notes: readonly string[];
  /** Path of the input that the program takes from the configuration, as `auth.params`. */
  readonly credentialsAt?: string | undefined;
}

/** An object that no program can write. */
export interface LeftObject extends SandboxObject {
  readonly reason: string;
}

/** What tells an object from all others of a sandbox: objects of two types may have one id. */
export function keyOf({ token, id }: Pick<SandboxObject, "token" | "id">): string {
  return `${token} ${id}`;
}

/** `adobe-aep:xdm:Schema` → `xdm:Schema` */
export function shortType(token: string): string {
  return token.slice(token.indexOf(":") + 1);
}

/** What a message calls an object. A descriptor may be for no field, and has no name then. */
export function nameInText({ token, name, of, id }: SandboxObject): string {
  const named = name === "" ? [] : [JSON.stringify(plain(name))];
  const owner = of === undefined ? [] : [`of ${plain(of)}`];
  return [shortType(token), ...named, ...owner, `(${id})`].join(" ");
}
