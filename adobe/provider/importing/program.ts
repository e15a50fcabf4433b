import { isObject } from "../../client/json";
import { plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import { identifiersOf } from "./identifiers";
import { inOrder } from "./order";
import { Reference, referencesIn } from "./references";
import { keyOf, nameInText, shortType } from "./sandboxObject";
import type { LeftObject, SandboxObject } from "./sandboxObject";
import { Code, literal } from "./values";

/** A resource of the program. */
export interface ProgramObject extends SandboxObject {
  /** With a {@link Reference} for each value of another object. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
  /** Keys of what must be there before it, and it does not refer to. */
  readonly dependsOn: readonly string[];
  /** Path of the input that the program takes from the configuration. */
  readonly credentialsAt?: string | undefined;
}

/** What is written. */
export interface Written {
  /** TypeScript. */
  readonly program: string;
  /** What `pulumi import --file` takes. */
  readonly importFile: { readonly resources: readonly ImportEntry[] };
  /** The names of the resources, by {@link keyOf}. */
  readonly names: ReadonlyMap<string, string>;
}

interface ImportEntry {
  readonly type: string;
  readonly name: string;
  readonly id: string;
}

/** Longest reason in a comment, in characters. */
const MAX_REASON = 2_000;

/** Writes the program and the import file for objects of a sandbox. */
export function write(
  sandbox: string,
  objects: readonly ProgramObject[],
  left: readonly LeftObject[],
): Written {
  const nodes = objects.map((object) => ({
    key: keyOf(object),
    after: [...referencesIn(object.inputs), ...object.dependsOn],
    object,
  }));
  const ordered = inOrder(nodes).map(({ key, object }) => ({ key, object }));
  const names = identifiersOf(ordered.map(({ key, object }) => ({ key, ...object })));
  const place = { names, written: new Set<string>(), used: new Set<string>() };
  const resources = ordered.map(({ key, object }) => {
    const text = resource(object, place);
    place.written.add(key);
    return { key, ...text };
  });
  const importFile = {
    resources: ordered.map(({ key, object: { token, id } }) => ({
      type: token,
      name: names.get(key) ?? "",
      id,
    })),
  };
  const texts = resources.map(({ key, notes, made }) => {
    const name = place.used.has(key) ? `const ${names.get(key) ?? ""} = ` : "";
    return `${notes.map(comment).join("")}${name}${made}`;
  });
  const hasConfig = objects.some(({ credentialsAt }) => credentialsAt !== undefined);
  return {
    program: [head(sandbox, hasConfig), ...texts, ...leftOver(left)].join("\n"),
    importFile,
    names,
  };
}

function head(sandbox: string, hasConfig: boolean): string {
  return [
    comment(`Objects of the sandbox ${sandbox}, written by \`chatlio-aep import-sandbox\`.`),
    comment(
      "`pulumi import --file import.json` brings them under the stack. Do it before an `up`.",
    ),
    'import * as aep from "@chatlio-aep/adobe-aep";\n',
    ...(hasConfig
      ? ['import * as pulumi from "@pulumi/pulumi";\n', "\nconst config = new pulumi.Config();\n"]
      : []),
  ].join("");
}

/** What one resource needs to know of the others. */
interface Place {
  readonly names: ReadonlyMap<string, string>;
  /** Keys of what stands before it. */
  readonly written: ReadonlySet<string>;
  /** Gets the keys of those of them that it uses. */
  readonly used: Set<string>;
}

function resource(object: ProgramObject, place: Place): { notes: string[]; made: string } {
  const name = place.names.get(keyOf(object)) ?? "";
  const notes = [...object.notes];
  const inputs = coded(object.inputs, place, notes) as Record<string, unknown>;
  const options: Record<string, unknown> = {};
  const before = object.dependsOn.filter((key) => place.written.has(key));
  for (const key of before) place.used.add(key);
  if (before.length > 0) {
    options["dependsOn"] = before.map((key) => new Code(place.names.get(key) ?? ""));
  }
  const { credentialsAt } = object;
  if (credentialsAt !== undefined) {
    const key = `${name}Credentials`;
    const secret = new Code(`config.requireSecretObject(${literal(key)})`);
    const shown = setAt(inputs, credentialsAt, secret);
    options["ignoreChanges"] = [credentialsAt];
    notes.push(
      `Adobe need not return credentials. Set all of ${credentialsAt} as JSON (Adobe shows ${shown}): \`pulumi config set --secret ${key} '{…}'\`. As long as ignoreChanges is there, they are used for a new object only.`,
    );
  }
  const given = Object.keys(options).length === 0 ? [] : [literal(options)];
  const args = [literal(name), literal(inputs), ...given].join(", ");
  return { notes, made: `new aep.${shortType(object.token).replace(":", ".")}(${args});\n` };
}

/** A value with the code of what it refers to. Adds to the notes what it cannot refer to. */
function coded(value: unknown, place: Place, notes: string[]): unknown {
  if (value instanceof Reference) {
    const target = place.names.get(value.target);
    if (target !== undefined && place.written.has(value.target)) {
      place.used.add(value.target);
      return new Code(`${target}.${value.property}`);
    }
    const why = target === undefined ? "is not in this program" : `is ${target} below`;
    notes.push(`The object ${String(value.value)} ${why}, so the value itself stands here.`);
    return value.value;
  }
  const known = specCode(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return value.map((one: unknown) => coded(one, place, notes));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, one]) => [key, coded(one, place, notes)]);
  return Object.fromEntries(members) as unknown;
}

/** Sets what is at a path. @returns the keys of what was there, for a note */
function setAt(inputs: Record<string, unknown>, path: string, value: unknown): string {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<unknown>((one, key) => (isObject(one) ? one[key] : undefined), inputs);
  if (!isObject(holder)) return "none";
  const was = holder[last];
  holder[last] = value;
  return isObject(was) ? Object.keys(was).join(", ") || "none" : "none";
}

const specTexts = new Map(
  Object.entries(specs).map(([name, spec]) => [JSON.stringify(spec), `aep.specs.${name}`]),
);

/** One of the specifications that the classes' package names. */
function specCode(value: unknown): Code | undefined {
  const isSpec = isObject(value) ? Object.keys(value).length === 2 : typeof value === "string";
  const text = isSpec ? specTexts.get(JSON.stringify(value)) : undefined;
  return text === undefined ? undefined : new Code(text);
}

function leftOver(left: readonly LeftObject[]): string[] {
  if (left.length === 0) return [];
  const lines = left.map((one) => `- ${nameInText(one)}: ${one.reason}`);
  return [["Not imported:", ...lines].map(comment).join("")];
}

/** On one line, whatever a server has written: nothing behind it becomes code. */
function comment(text: string): string {
  return `// ${plain(text, MAX_REASON)}\n`;
}
