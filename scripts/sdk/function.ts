import type { FunctionSpec } from "../../adobe/provider/schema/packageSchema";
import { comment } from "./comment";
import { capitalized, parseToken } from "./names";
import type { PropertyTypes } from "./types";

/** A function of the provider in its two forms, with the interfaces of arguments and result. */
export function functionWrappers(token: string, spec: FunctionSpec, types: PropertyTypes): string {
  const { name } = parseToken(token);
  const Name = capitalized(name);
  const byDefault = spec.inputs.required.length === 0 ? " = {}" : "";
  const described = (description: string) => ({ ...spec.inputs, description });
  return `${types.interface(
    `${Name}Args`,
    described(`The arguments of {@link ${name}}.`),
    (property) => types.plain(property),
  )}
${types.interface(
  `${Name}OutputArgs`,
  described(`The arguments of {@link ${name}Output}.`),
  (property) => types.argument(property),
)}
${types.interface(
  `${Name}Result`,
  { ...spec.outputs, description: `The result of {@link ${name}}.` },
  (property) => types.output(property),
)}
${comment(spec.description)}export function ${name}(args: ${Name}Args${byDefault}, opts?: pulumi.InvokeOptions): Promise<${Name}Result> {
return invoke("${token}", args, opts);
}

/** {@link ${name}} for arguments that are not known yet. */
export function ${name}Output(args: ${Name}OutputArgs${byDefault}, opts?: pulumi.InvokeOutputOptions): pulumi.Output<${Name}Result> {
return invokeOutput("${token}", args, opts);
}
`;
}
