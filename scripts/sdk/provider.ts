import type { ResourceSpec } from "../../adobe/provider/schema/packageSchema";
import type { PropertySpec } from "../../adobe/provider/schema/properties";
import { comment } from "./comment";
import type { PropertyTypes } from "./types";

/** The class of an explicit provider, and the interface of its arguments. */
export function providerClass(
  packageName: string,
  spec: ResourceSpec,
  types: PropertyTypes,
): string {
  const inputs = Object.entries(spec.inputProperties);
  const args = types.interface(
    "ProviderArgs",
    {
      description:
        "The arguments of an explicit {@link Provider}. Each one left out comes from the environment.",
      properties: spec.inputProperties,
      required: spec.requiredInputs,
    },
    (property) => types.argument(property),
  );
  const converted = inputs.flatMap(([key, property]) => {
    const value = conversion(key, property);
    return value === undefined ? [] : [`${key}: ${value},`];
  });
  const secrets = inputs.filter(([, { secret }]) => secret === true).map(([key]) => key);
  return `${args}
${comment(spec.description)}export class Provider extends pulumi.ProviderResource {
constructor(name: string, args: ProviderArgs = {}, opts: pulumi.ResourceOptions = {}) {
super("${packageName}", name, { ...args, ${converted.join("\n")} }, pulumi.mergeOptions(opts, { additionalSecretOutputs: ${JSON.stringify(secrets)} }));
}
}
`;
}

/** The inputs of a provider travel as strings: any other value is JSON in a string. */
function conversion(key: string, { type, secret }: PropertySpec): string | undefined {
  const given = `args.${key}`;
  if (type !== "string") return `jsonText(${given})`;
  return secret === true ? `secretOf(${given})` : undefined;
}
