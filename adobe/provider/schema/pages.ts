import { functions } from "../functions";
import { environmentOf } from "../lifecycle/config";
import type { Definition } from "../lifecycle/definition";
import { isTaggedInDescription } from "../lifecycle/ownershipTag";
import { definitions } from "../resources";
import { packageSchema } from "./packageSchema";
import type { PackageSchema } from "./packageSchema";
import type { PropertySpec } from "./properties";

const GENERATED =
  "<!-- Made from the provider's own shapes by `npm run docs:provider`. Do not edit: a test compares it. -->";

/** The pages of docs/provider by file name, one for each type and function. */
export function providerPages(): Record<string, string> {
  const schema = packageSchema();
  const pages: Record<string, string> = { "README.md": overview(schema) };
  for (const definition of definitions)
    pages[fileOf(definition.token)] = typePage(definition, schema);
  for (const { token, description, example } of functions) {
    const spec = schema.functions[token];
    if (spec === undefined) continue;
    pages[fileOf(token)] = page([
      `# \`${token}\``,
      GENERATED,
      description,
      "## Arguments",
      ...list(spec.inputs.properties, spec.inputs.required, schema),
      "## Result",
      ...list(spec.outputs.properties, Object.keys(spec.outputs.properties), schema),
      "## Example",
      fence("ts", example),
    ]);
  }
  return pages;
}

/** `adobe-aep:xdm:FieldGroup` → `xdm-FieldGroup.md` */
function fileOf(token: string): string {
  return `${token
    .split(":")
    .slice(1)
    .join("-")
    .replace(/^index-/, "")}.md`;
}

function overview({ version, config }: PackageSchema): string {
  const link = (token: string) => `[\`${token}\`](${fileOf(token)})`;
  return page([
    "# The `adobe-aep` provider",
    GENERATED,
    `Version ${version}. Adobe Experience Platform as Pulumi resources. How to install it elsewhere: [installing.md](installing.md). How to add a type: [adding-a-type.md](adding-a-type.md). How it is tested: [testing.md](testing.md).`,
    "## Configuration",
    "By `pulumi config set adobe-aep:<key>`, by the arguments of an explicit provider, or by the environment, in this order. Another credential replaces nothing. Another sandbox or organization replaces every resource, shown at preview: the objects of the sandbox left are deleted once the new ones are made; those of another organization stay there, for the new credential cannot reach them, and a warning names each.",
    ...Object.entries(config.variables).map(
      ([key, { description = "" }]) =>
        `- \`${key}\` (\`${environmentOf[key as keyof typeof environmentOf]}\`): ${description}`,
    ),
    "## Resources",
    ...definitions.map(
      ({ token, description }) => `- ${link(token)}: ${firstSentence(description)}`,
    ),
    "## Functions",
    ...functions.map(({ token, description }) => `- ${link(token)}: ${firstSentence(description)}`),
    "## Names",
    "An object without a name or title in the program gets an auto-name: `<prefix> <kind> (<stack>) <8 hex>`. The hex digits are a digest of the prefix, the URN, the inputs that force a replacement, and the name or ownership tag of the object that it replaces. Every run over the same state makes the same auto-name: that is how an object which an interrupted run has left behind is found and adopted. Because each name depends on the one before, a change that is taken back makes a third object and never meets the first.",
    "An object whose name or title the program gives carries the same digest as an ownership tag at Adobe, at the end of its description: `Chat rows [pulumi 1a2b3c4d]` (a mapping set, which has no description, has a tag named `pulumi`). By this tag the next run of the same resource finds and adopts an object that an interrupted run has left behind, and the next create one that was kept on destroy (`retainOnDelete`). The tag shows in Adobe's UI only: no input, output, diff or import has it. Any other object of that name is unmanaged: the create stops with its id and the import command, or adopts it when `adoptExisting` is set. An object with the tag of another resource is never adopted: it is in some state.",
    "The next create finds an object that was kept on destroy, unless it had replaced another one: then use `pulumi import`. `pulumi up --replace` does not tell a provider about the existing object: one of the same name is kept, with a warning.",
    "Two stacks with the same project, stack and resource names in one sandbox, as two developers who are both on `dev` with a backend each, make the same names and ownership tags: the second adopts the first's objects, and its destroy deletes them. Each adoption is a warning. Give each an `adobe-aep:namePrefix`, or a stack name of its own, before its first `up`.",
    "`_tenant` at the start of a path stands for the organization's tenant namespace.",
  ]);
}

function typePage(
  definition: Pick<
    Definition<object, object>,
    | "token"
    | "description"
    | "displayName"
    | "inputs"
    | "importId"
    | "example"
    | "replaces"
    | "ignored"
    | "unorderedLists"
    | "nameInput"
    | "tagLocation"
    | "alwaysAdopt"
  >,
  schema: PackageSchema,
): string {
  const { token, replaces } = definition;
  const spec = schema.resources[token];
  if (spec === undefined) throw new Error(`no schema of ${token}`);
  const outputs = Object.fromEntries(
    Object.entries(spec.properties).filter(([name]) => !(name in spec.inputProperties)),
  );
  const replacing = Object.entries(replaces).map(([name, why]) => `- \`${name}\`: ${why}.`);
  return page([
    `# \`${token}\``,
    GENERATED,
    definition.description,
    "## Inputs",
    ...list(spec.inputProperties, spec.requiredInputs, schema),
    "## Outputs",
    "In addition to the inputs:",
    "- `id`: " + idOf(definition.importId),
    ...list(outputs, Object.keys(outputs), schema),
    "## What replaces",
    ...(replacing.length === 0
      ? ["Nothing."]
      : [
          "A change of any of these makes a new object; every other change is made in place.",
          ...replacing,
        ]),
    "## When it is already there",
    alreadyThere(definition),
    "## Import",
    `By ${definition.importId}:`,
    fence("sh", `pulumi import ${token} <name> '<id>'`),
    "## Example",
    fence("ts", definition.example),
  ]);
}

/** What a create does about an object that is there, by the way the type is known again. */
function alreadyThere(
  definition: Pick<
    Definition<object, object>,
    "displayName" | "inputs" | "nameInput" | "tagLocation" | "alwaysAdopt"
  >,
): string {
  const { displayName, nameInput, alwaysAdopt } = definition;
  if (alwaysAdopt !== undefined) return alwaysAdopt;
  const location =
    definition.tagLocation ??
    (isTaggedInDescription(definition)
      ? "at the end of its description, as `[pulumi 1a2b3c4d]`"
      : undefined);
  if (nameInput === undefined || location === undefined) {
    throw new Error(`nothing identifies a ${displayName}`);
  }
  return (
    `A ${displayName} that an interrupted run of this resource has left behind is found and adopted: by its auto-name, ` +
    `or, when the program gives the ${nameInput}, by its ownership tag ${location}. ` +
    `Any other ${displayName} of the same ${nameInput} stops the create with its id and the import command, unless \`adoptExisting\` is set.`
  );
}

function idOf(importId: string): string {
  return `${importId.split(/,? or |, as /)[0] ?? importId}.`;
}

function list(
  properties: Record<string, PropertySpec>,
  required: readonly string[],
  schema: PackageSchema,
): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const facts = [
      typeName(property),
      required.includes(name) ? undefined : "optional",
      property.secret === true ? "secret" : undefined,
    ];
    const head = `- \`${name}\` (${facts.filter((fact) => fact !== undefined).join(", ")})`;
    const text = property.description === undefined ? head : `${head}: ${property.description}`;
    return [text, ...nested(property, schema)];
  });
}

/** The properties of a named type, one level in; deeper ones are the same type again. */
function nested(property: PropertySpec, schema: PackageSchema): string[] {
  const ref = property.$ref ?? property.items?.$ref ?? property.additionalProperties?.$ref;
  const spec = schema.types[ref?.replace("#/types/", "") ?? ""];
  if (spec === undefined || "enum" in spec) return [];
  return Object.entries(spec.properties).map(([name, inner]) => {
    const optional = spec.required.includes(name) ? "" : ", optional";
    return `  - \`${name}\` (${typeName(inner)}${optional}): ${inner.description ?? ""}`;
  });
}

function typeName(property: PropertySpec): string {
  if (property.$ref !== undefined) return property.$ref.split(/[:/]/).at(-1) ?? "any";
  if (property.type === "array") return `list of ${typeName(property.items ?? {})}`;
  if (property.type === "object") return `map of ${typeName(property.additionalProperties ?? {})}`;
  return property.type ?? "any";
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, ".") ?? text;
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** Blocks with a blank line between them; items of a list directly below each other. */
function page(blocks: readonly string[]): string {
  let text = "";
  let wasItem = false;
  for (const block of blocks) {
    const isItem = /^\s*- /.test(block);
    text += (text === "" ? "" : wasItem && isItem ? "\n" : "\n\n") + block;
    wasItem = isItem;
  }
  return `${text}\n`;
}
