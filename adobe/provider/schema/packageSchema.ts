import { functions } from "../functions";
import { configShape, environmentOf } from "../lifecycle/config";
import { definitions } from "../resources";
import { downloadUrl, VERSION } from "../version";
import { languages } from "./languages";
import { propertiesOf, Types } from "./properties";
import type { NamedTypeSpec, ObjectSpec, PropertySpec } from "./properties";
import { registryEntry, type RegistryEntry } from "./registryEntry";
import { packageDescription } from "./subjects";

/** The parts of Pulumi's package schema that are used here. */
export interface PackageSchema extends RegistryEntry {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly publisher: string;
  readonly meta: { readonly moduleFormat: string; readonly supportPack: true };
  readonly language: typeof languages;
  readonly config: { readonly variables: Record<string, PropertySpec> };
  readonly provider: ResourceSpec;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly types: Readonly<Record<string, NamedTypeSpec>>;
}

export interface ResourceSpec {
  readonly description: string;
  readonly properties: Record<string, PropertySpec>;
  readonly required: readonly string[];
  readonly inputProperties: Record<string, PropertySpec>;
  readonly requiredInputs: readonly string[];
  readonly language?: {
    /** Whether the class sets the resource option `protect` where a program leaves it out. */
    readonly nodejs: { readonly protectedByDefault: true };
  };
}

export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/**
 * The package schema (`pulumi package get-schema`), made from the shapes the provider checks by.
 *
 * @param releases - where Pulumi finds releases of the plugin. Default: where this one is from, if it is one
 */
export function packageSchema(releases = downloadUrl): PackageSchema {
  const types = new Types();
  const config = types.object(configShape, "index");
  const variables = Object.fromEntries(
    Object.entries(config.properties).map(([key, property]) => [
      key,
      {
        ...property,
        ...(key === "clientSecret" ? { secret: true } : {}),
        defaultInfo: { environment: [environmentOf[key as keyof typeof environmentOf]] },
      },
    ]),
  );
  return {
    name: "adobe-aep",
    displayName: "Adobe Experience Platform",
    version: VERSION,
    description: packageDescription(),
    keywords: ["pulumi", "adobe", "aep", "experience-platform", "category/cloud", "kind/native"],
    license: "Apache-2.0",
    publisher: "chatlio-aep",
    ...registryEntry(releases, VERSION),
    // With `supportPack` the generated SDKs have the files that make each a package of its language.
    meta: { moduleFormat: "(.*)", supportPack: true },
    language: languages,
    config: { variables },
    provider: {
      description:
        "One sandbox of one organization. Only needed for a second sandbox in one program: stack configuration and environment set up the default provider.",
      inputProperties: variables,
      requiredInputs: [],
      properties: variables,
      required: [],
    },
    resources: Object.fromEntries(
      definitions.map((definition) => [definition.token, resourceSpec(definition, types)]),
    ),
    functions: Object.fromEntries(
      functions.map((definition) => [
        definition.token,
        {
          description: describe(definition.description, definition.example),
          inputs: types.object(definition.args, moduleOf(definition.token)),
          outputs: types.object(definition.result, moduleOf(definition.token)),
        },
      ]),
    ),
    types: types.named,
  };
}

function resourceSpec(definition: (typeof definitions)[number], types: Types): ResourceSpec {
  const inputs = types.object(definition.inputs, moduleOf(definition.token));
  const outputs = types.object(definition.outputs, moduleOf(definition.token));
  const secrecy = (name: string) =>
    definition.secretOutputs?.includes(name) === true ? { secret: true } : {};
  const inputProperties = propertiesOf(inputs, (name) => ({
    ...secrecy(name),
    ...(name in definition.replaces ? { replaceOnChanges: true } : {}),
  }));
  const properties = propertiesOf(outputs, secrecy);
  const repeated = Object.fromEntries(
    Object.entries(inputProperties).filter(([name]) => !definition.ignored?.includes(name)),
  );
  const defaults = [...Object.keys(definition.defaults ?? {}), definition.nameInput ?? ""];
  const always = [...inputs.required, ...defaults].filter((name) => name in repeated);
  return {
    description: describe(definition.description, definition.example, definition.importId),
    inputProperties,
    requiredInputs: inputs.required,
    properties: { ...repeated, ...properties },
    required: [...new Set([...always, ...outputs.required])],
    ...(definition.protectedByDefault === true
      ? { language: { nodejs: { protectedByDefault: true } } }
      : {}),
  };
}

/** `xdm` of `adobe-aep:xdm:Schema`. */
function moduleOf(token: string): string {
  return token.split(":")[1] ?? "index";
}

/** A description with the sections that Pulumi's documentation of a package has. */
function describe(description: string, example: string, importId?: string): string {
  return [
    description,
    "## Example Usage",
    `\`\`\`typescript\n${example}\n\`\`\``,
    ...(importId === undefined ? [] : ["## Import", `By ${importId}.`]),
  ].join("\n\n");
}
