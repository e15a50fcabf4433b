import { configShape, environmentOf } from "../lifecycle/config";
import { functions } from "../functions";
import { definitions } from "../resources";
import { VERSION } from "../version";
import { propertiesOf, Types } from "./properties";
import type { ObjectSpec, PropertySpec } from "./properties";

/** The parts of Pulumi's package schema that are used here. */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly config: { readonly variables: Record<string, PropertySpec> };
  readonly provider: ResourceSpec;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly types: Readonly<Record<string, ObjectSpec>>;
}

export interface ResourceSpec {
  readonly description: string;
  readonly properties: Record<string, PropertySpec>;
  readonly required: readonly string[];
  readonly inputProperties: Record<string, PropertySpec>;
  readonly requiredInputs: readonly string[];
}

export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/** The package schema (`pulumi package get-schema`), made from the shapes the provider checks by. */
export function packageSchema(): PackageSchema {
  const types = new Types();
  const config = types.object(configShape);
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
  const resources = Object.fromEntries(
    definitions.map((definition) => {
      const inputs = types.object(definition.inputs);
      const outputs = types.object(definition.outputs);
      const inputProperties = propertiesOf(inputs, (name) => ({
        ...(name in definition.replaces ? { replaceOnChanges: true } : {}),
      }));
      const properties = propertiesOf(outputs, (name) => ({
        ...(definition.secretOutputs?.includes(name) === true ? { secret: true } : {}),
      }));
      const shown = Object.fromEntries(
        Object.entries(inputProperties).filter(([name]) => !definition.ignored?.includes(name)),
      );
      const defaults = [...Object.keys(definition.defaults ?? {}), definition.nameInput ?? ""];
      const always = [...inputs.required, ...defaults].filter((name) => name in shown);
      const spec: ResourceSpec = {
        description: definition.description,
        inputProperties,
        requiredInputs: inputs.required,
        properties: { ...shown, ...properties },
        required: [...new Set([...always, ...outputs.required])],
      };
      return [definition.token, spec];
    }),
  );
  return {
    name: "adobe-aep",
    version: VERSION,
    description: "Adobe Experience Platform: schemas, datasets, mapping sets, dataflows.",
    config: { variables },
    provider: {
      description: "One sandbox of one organisation.",
      inputProperties: variables,
      requiredInputs: [],
      properties: variables,
      required: [],
    },
    resources,
    functions: Object.fromEntries(
      functions.map((definition) => [
        definition.token,
        {
          description: definition.description,
          inputs: types.object(definition.args),
          outputs: types.object(definition.result),
        },
      ]),
    ),
    types: types.named,
  };
}
