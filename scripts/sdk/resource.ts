import type { ResourceSpec } from "../../adobe/provider/schema/packageSchema";
import { comment } from "./comment";
import { parseToken } from "./names";
import { describe } from "./types";
import type { PropertyTypes } from "./types";

/** The class of a resource type, and the interface of its arguments. */
export function resourceClass(token: string, spec: ResourceSpec, types: PropertyTypes): string {
  const { name } = parseToken(token);
  const args = types.interface(
    `${name}Args`,
    {
      description: `The arguments of {@link ${name}}.`,
      properties: spec.inputProperties,
      required: spec.requiredInputs,
    },
    (property) => types.argument(property),
  );
  const outputs = Object.entries(spec.properties).map(([key, property]) => {
    const type = types.output(property);
    const optional = spec.required.includes(key) ? type : `${type} | undefined`;
    return `${describe(property)}declare readonly ${key}: pulumi.Output<${optional}>;`;
  });
  return `${args}
${comment(spec.description)}export class ${name} extends pulumi.CustomResource {
${outputs.join("\n")}

/** Reads a ${name} that exists already, without managing it. */
static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ${name} {
return new ${name}(name, ${noArguments(name, spec)}, { ...opts, id });
}

constructor(name: string, args: ${name}Args, opts?: pulumi.CustomResourceOptions) {
super("${token}", name, withOutputs(${argumentsOf(spec)}, ${outputNames(spec)}), ${options(spec)});
}
}
`;
}

/** What stands for the arguments of a resource that is only read. */
function noArguments(name: string, { requiredInputs }: ResourceSpec): string {
  return requiredInputs.length === 0 ? "{}" : `{} as ${name}Args`;
}

/** The arguments, with the credentials among them as secrets. An import has none. */
function argumentsOf({ inputProperties }: ResourceSpec): string {
  const secrets = Object.keys(inputProperties).filter(
    (key) => inputProperties[key]?.secret === true,
  );
  if (secrets.length === 0) return "args";
  return `{ ...args, ${secrets.map((key) => `${key}: secretOf(args.${key})`).join(", ")} }`;
}

function outputNames({ properties }: ResourceSpec): string {
  return JSON.stringify(Object.keys(properties));
}

function options({ properties, language }: ResourceSpec): string {
  const secrets = Object.keys(properties).filter((key) => properties[key]?.secret === true);
  const own = [
    secrets.length === 0 ? undefined : `additionalSecretOutputs: ${JSON.stringify(secrets)}`,
    language?.nodejs.protectedByDefault === true ? "protect: opts?.protect ?? true" : undefined,
  ].filter((option) => option !== undefined);
  return own.length === 0 ? "opts" : `pulumi.mergeOptions(opts, { ${own.join(", ")} })`;
}
