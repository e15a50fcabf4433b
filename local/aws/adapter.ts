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
          reason: "not covered by the local stand-in (local/aws): add it there",
        }
      : { property: issue.path.join("."), reason: issue.message },
  );
}

function changesOf(
  type: AwsType,
  olds: Properties,
  news: Properties,
  ignored: readonly string[],
): Record<string, ChangeKind> {
  const changes: Record<string, ChangeKind> = {};
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (ignored.includes(key) || same(olds[key], news[key])) continue;
    const kind = olds[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
    changes[key] = type.replaces.includes(key) ? `${kind}-replace` : kind;
  }
  return changes;
}

/** An {@link AwsType} as the provider server takes it. */
export function adapt(type: AwsType, aws: () => Aws): ResourceType {
  async function outputsAfter(id: string, inputs: Properties): Promise<Properties> {
    const live = await type.read(id, aws(), inputs);
    if (live === undefined) throw new Error("the object is gone right after the call that made it");
    return { ...live, ...inputs };
  }
  const unknowns = Object.fromEntries(type.computed.map((key) => [key, UNKNOWN]));

  return {
    ...(type.secretOutputs ? { secretOutputs: type.secretOutputs } : {}),
    check({ news }, context) {
      const inputs = type.withDefaults?.(news, context.name) ?? news;
      return Promise.resolve({ inputs, failures: failuresOf(type, inputs) });
    },
    diff({ oldInputs, news, ignoreChanges }) {
      return Promise.resolve({ changes: changesOf(type, oldInputs, news, ignoreChanges) });
    },
    async create({ inputs, preview }) {
      if (preview) return { id: "", outputs: { ...unknowns, ...inputs } };
      const id = await type.create(inputs, aws());
      return { id, outputs: await outputsAfter(id, inputs) };
    },
    async read({ id, state, inputs }) {
      const live = await type.read(id, aws(), state ?? {});
      if (live === undefined) return undefined;
      if (state !== undefined && inputs !== undefined) {
        const drifted = driftedInputs(inputs, live);
        return { id, outputs: { ...state, ...live, ...drifted }, inputs: drifted };
      }
      const names = Object.keys(type.inputs.shape).filter((key) => live[key] !== undefined);
      return { id, outputs: live, inputs: Object.fromEntries(names.map((k) => [k, live[k]])) };
    },
    async update({ id, olds, news, preview }) {
      if (preview) return { ...olds, ...news };
      if (!type.update) throw new Error("no input of this type can change in place");
      await type.update(id, news, olds, aws());
      return outputsAfter(id, news);
    },
    delete: ({ id, state }) => type.delete(id, aws(), state),
  };
}
