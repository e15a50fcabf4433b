import {
  UNKNOWN,
  type ChangeKind,
  type CheckFailure,
  type Properties,
  type ResourceType,
} from "../../provider-sdk";
import type { Aws } from "./clients";
import { driftedInputs, same } from "./compare";
import type { AwsType } from "./define";

function failuresOf(type: AwsType, inputs: Properties): CheckFailure[] {
  const parsed = type.inputs.safeParse(inputs);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? {
          property: issue.keys.join(", "),
          reason: "is not implemented by the local stub (local/aws): add it there",
        }
      : { property: issue.path.join("."), reason: issue.message },
  );
}

function changesOf(
  type: AwsType,
  oldInputs: Properties,
  newInputs: Properties,
  ignored: readonly string[],
): Record<string, ChangeKind> {
  const changes: Record<string, ChangeKind> = {};
  for (const key of new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])) {
    if (ignored.includes(key) || same(oldInputs[key], newInputs[key])) continue;
    const kind =
      oldInputs[key] === undefined ? "add" : newInputs[key] === undefined ? "delete" : "update";
    changes[key] = type.replaces.includes(key) ? `${kind}-replace` : kind;
  }
  return changes;
}

/** An {@link AwsType} as the provider server takes it. */
export function adapt(type: AwsType, aws: () => Aws): ResourceType {
  async function outputsAfter(id: string, inputs: Properties): Promise<Properties> {
    const live = await type.read(id, aws(), inputs);
    if (live === undefined) throw new Error("the object does not exist right after it was created");
    return { ...live, ...inputs };
  }
  const unknowns = Object.fromEntries(type.computed.map((key) => [key, UNKNOWN]));

  return {
    ...(type.secretOutputs ? { secretOutputs: type.secretOutputs } : {}),
    check({ newInputs }, context) {
      const inputs = type.withDefaults?.(newInputs, context.name) ?? newInputs;
      return Promise.resolve({ inputs, failures: failuresOf(type, inputs) });
    },
    diff({ oldInputs, newInputs, ignoreChanges }) {
      return Promise.resolve({ changes: changesOf(type, oldInputs, newInputs, ignoreChanges) });
    },
    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: { ...unknowns, ...inputs } };
      const id = await type.create(inputs, aws());
      return { id, outputs: await outputsAfter(id, inputs) };
    },
    async read({ id: given, outputs, inputs }) {
      const imported = outputs === undefined ? type.imported?.(given) : undefined;
      const id = imported?.id ?? given;
      const live = await type.read(id, aws(), outputs ?? imported?.state ?? {});
      if (live === undefined) return undefined;
      if (outputs !== undefined && inputs !== undefined) {
        const drifted = driftedInputs(inputs, live);
        return { id, outputs: { ...outputs, ...live, ...drifted }, inputs: drifted };
      }
      const names = Object.keys(type.inputs.shape).filter((key) => live[key] !== undefined);
      return { id, outputs: live, inputs: Object.fromEntries(names.map((k) => [k, live[k]])) };
    },
    async update({ id, oldOutputs, newInputs, preview }) {
      if (preview) return { ...oldOutputs, ...newInputs };
      if (!type.update) throw new Error("no input of this type can change in place");
      await type.update(id, newInputs, oldOutputs, aws());
      return outputsAfter(id, newInputs);
    },
    delete: ({ id, outputs }) => type.delete(id, aws(), outputs),
  };
}
