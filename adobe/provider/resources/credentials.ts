import type { FlowItem } from "../../client/flowService";
import type { SpecItem } from "../../client/flowSpecs";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { listed } from "../../client/text";
import { isSame } from "../lifecycle/merge";
import { pointerPart } from "../lifecycle/paths";
import { objectIn, textOf, textsOf } from "./common";
import { nameRemarks, schemaFaults } from "./specSchema";

/** Parameters of authentication, by name. */
export type Params = Readonly<Record<string, unknown>>;

/** One way to authenticate, as a connection specification describes it. */
export interface AuthSpec {
  readonly name: string;
  /** Parameters that it describes. */
  readonly described: readonly string[];
  /** JSON Schema of its parameters. */
  readonly schema: unknown;
  readonly required: readonly string[];
  /** Parameters that Adobe treats as passwords. It may not return them, or not as they are. */
  readonly passwords: readonly string[];
}

/** The ways to authenticate of a connection specification; undefined when Adobe does not say. */
export function authSpecsIn({ authSpec }: SpecItem): AuthSpec[] | undefined {
  if (!Array.isArray(authSpec)) return undefined;
  return authSpec.filter(isObject).map((one) => {
    const schema = objectIn(one, "spec");
    const properties = objectIn(schema, "properties");
    return {
      name: textOf(one["name"]),
      described: Object.keys(properties),
      schema,
      // Specifications in Adobe's guides require names that they do not have.
      required: textsOf(schema["required"]).filter((name) => Object.hasOwn(properties, name)),
      passwords: Object.keys(properties).filter(
        (name) => objectIn(properties, name)["format"] === "password",
      ),
    };
  });
}

/** What a program gives to authenticate. Values may be unknown. */
export interface Given {
  /** Undefined when the program gives no way. */
  readonly specName: string | undefined;
  /** In plain text. */
  readonly params: Params;
  /** As a secret; undefined while it is not known. */
  readonly credentials: Params | undefined;
  /** What Adobe has already, and keeps. */
  readonly there?: Params;
}

/** What is wrong with the authentication of a connection, by its specification. Never shows a value. */
export function authFaults(
  ways: readonly AuthSpec[],
  { specName, params, credentials, there = {} }: Given,
): string[] {
  if (ways.length === 0) return [];
  const way = ways.find(({ name }) => name === specName);
  if (way === undefined) {
    const names = listed(ways.map(({ name }) => `"${name}"`));
    if (specName === undefined)
      return [`auth: is required; give auth.specName, one of ${names}, and its parameters`];
    return [
      `auth.specName: the specification has no "${specName}", but ${names}; give one of them`,
    ];
  }
  const isGiven = (name: string) =>
    credentials === undefined ||
    [params, credentials, there].some((place) => (place[name] ?? "") !== "");
  return [
    ...way.passwords
      .filter((name) => Object.hasOwn(params, name))
      .map(
        (name) =>
          `auth.params.${name}: is a credential; give it in credentials.${name}, where it is kept secret and can be changed in place`,
      ),
    ...way.required
      .filter((name) => !isGiven(name))
      .map(
        (name) =>
          `${way.passwords.includes(name) ? "credentials" : "auth.params"}.${name}: is required by "${way.name}"; give it a value`,
      ),
    ...formFaults(way, params, "auth.params"),
    ...formFaults(way, credentials ?? {}, "credentials"),
  ];
}

/** Names that are most likely typos. Never shows a value. */
export function authRemarks(
  ways: readonly AuthSpec[],
  { specName, params, credentials = {} }: Given,
): string[] {
  const { described = [] } = ways.find(({ name }) => name === specName) ?? {};
  // What one of the two places has, nobody means in the other.
  const free = described.filter((name) => !(name in params) && !(name in credentials));
  const remarks = (given: Params, path: string) => {
    const odd = Object.keys(given).filter((name) => !described.includes(name));
    return nameRemarks(free, odd, path);
  };
  return [...remarks(params, "auth.params"), ...remarks(credentials, "credentials")];
}

/** What the form of the parameters is against the specification. What is missing is found by {@link authFaults}. */
function formFaults({ schema }: AuthSpec, given: Params, path: string): string[] {
  const isMissing = (fault: string) => fault.endsWith(": is required");
  return schemaFaults(schema, given, path).filter((fault) => !isMissing(fault));
}

/** Names of what is a secret, whether or not a specification calls it a password. */
const secretName = /key|secret|password|passphrase|token|credential|connectionstring|sas|pem/i;

/** The texts that no error may show: all credentials, and parameters that are called like some. */
export function secretTexts(params: Params = {}, ...credentials: readonly unknown[]): string[] {
  const odd = Object.entries(params).filter(([name]) => secretName.test(name));
  return textsIn([...credentials, ...odd.map(([, value]) => value)]);
}

/** The texts in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The passwords of a way to authenticate. */
export function passwordsIn(
  ways: readonly AuthSpec[] = [],
  specName: string | undefined,
): readonly string[] {
  return ways.find(({ name }) => name === specName)?.passwords ?? [];
}

/** What a change of the credentials of a connection needs to know. */
export interface Rotation {
  /** Ways to authenticate of its specification. */
  readonly ways: readonly AuthSpec[];
  readonly given: Given;
  /** The credentials that the program gave before: after an import none. */
  readonly old: Params;
  /** What is done to one that Adobe does not show: it is there and hidden, or somebody has removed it. */
  readonly hidden: "replace" | "add";
}

/**
 * A JSON Patch that gives a connection new credentials: only those that the program has changed, or that Adobe shows with
 * another value. Adobe's guide to S3 replaces one by its path like this; a patch of all of them, as in other guides, would
 * lose passwords that nobody but Adobe knows.
 *
 * @param now - the connection at Adobe
 * @throws Error when the specification does not allow them
 */
export function rotation(now: FlowItem, { ways, given, old, hidden }: Rotation): Json[] {
  const { specName, params, credentials = {} } = given;
  const auth = objectIn(now, "auth");
  const all = objectIn(auth, "params");
  const removed = Object.keys(old).filter((name) => !Object.hasOwn(credentials, name));
  const there = Object.entries(all).filter(([name]) => !removed.includes(name));
  const faults = authFaults(ways, { ...given, there: Object.fromEntries(there) });
  if (faults.length > 0) {
    throw new Error(
      `cannot change the credentials of the base connection ${now.id}: ${faults.join("; ")}. Nothing was changed`,
    );
  }
  if (!isObject(auth["params"]) && Object.keys(old).length === 0)
    return [{ op: "add", path: "/auth/params", value: { ...params, ...credentials } }];
  const passwords = passwordsIn(ways, specName);
  const operationFor = (name: string) => {
    if (Object.hasOwn(all, name)) return "replace";
    return Object.hasOwn(old, name) ? hidden : "add";
  };
  const isOther = (name: string) =>
    !passwords.includes(name) && Object.hasOwn(all, name) && !isSame(all[name], credentials[name]);
  const changed = Object.entries(credentials).filter(
    ([name, value]) => !isSame(old[name], value) || isOther(name),
  );
  return [
    ...changed.map(([name, value]) => ({
      op: operationFor(name),
      path: pathOf(name),
      value,
    })),
    ...removed
      .filter((name) => Object.hasOwn(all, name))
      .map((name) => ({ op: "remove", path: pathOf(name) })),
  ];
}

function pathOf(param: string): string {
  return `/auth/params/${pointerPart(param)}`;
}
