import * as pulumi from "@pulumi/pulumi";

/**
 * The arguments of a resource, and undefined for every output that they do not give: Pulumi makes an
 * output of each property it is told of.
 */
export function withOutputs(args: object, outputs: readonly string[]): pulumi.Inputs {
  return { ...Object.fromEntries(outputs.map((name) => [name, undefined])), ...args };
}

/** An input of a provider that is not a string, as the JSON text in which it travels. */
export function jsonText(input: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
  if (input === undefined) return undefined;
  return pulumi.output(input).apply((value) => JSON.stringify(value));
}

/** An input that is a credential: a secret even where the program gives it in plain text. */
export function secretOf<T>(input: pulumi.Input<T> | undefined): pulumi.Output<T> | undefined {
  return input === undefined ? undefined : (pulumi.secret(input) as pulumi.Output<T>);
}
