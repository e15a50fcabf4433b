import type { Resource, Rule } from "../../policy/resource";
import { rules } from "../../policy/rules";
import { open, runProgram } from "../infra/program";

/** What all rules find, as `rule: resource: message`. */
export function findings(
  resources: readonly Resource[],
  wanted: readonly Rule[] = rules,
): string[] {
  return wanted.flatMap((rule) => {
    const found =
      "check" in rule
        ? resources.flatMap((resource) =>
            rule.check(resource).map((message) => ({ resource, message })),
          )
        : rule.checkStack(resources);
    return found.map(({ resource, message }) => `${rule.name}: ${resource.name}: ${message}`);
  });
}

/** The program's resources as the engine would give them to the pack. */
export async function program(config: Readonly<Record<string, string>> = {}): Promise<Resource[]> {
  const { resources } = await runProgram(config);
  return resources.map(({ type, name, inputs }) => {
    return { type, name, props: open(inputs) as Record<string, unknown> };
  });
}

export type Props = Readonly<Record<string, unknown>>;

/** A policy document with one statement. */
export function documentWith(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** A policy document with one statement that allows. */
export function allow(statement: object): string {
  return documentWith({ Effect: "Allow", ...statement });
}

/** What is found when one resource of the program is changed, or one is added. */
export function findingsAfter(
  resources: readonly Resource[],
  name: string,
  props: Props,
  type?: string,
): string[] {
  if (type !== undefined) return findings([...resources, { type, name, props }]);
  const found = resources.filter((each) => each.name === name);
  expect(found).toHaveLength(1);
  return findings(
    resources.map((each) =>
      each.name === name ? { ...each, props: { ...each.props, ...props } } : each,
    ),
  );
}
