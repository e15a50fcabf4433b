import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { mergeBase, withoutAdded } from "../lifecycle/addedParts";
import type { Operation } from "../lifecycle/definition";
import { INTERNAL, isInternal } from "../lifecycle/internalState";
import { isSame, merge, mergeChanges } from "../lifecycle/merge";
import { inputsOf } from "./descriptorForm";
import type { DescriptorType, Source } from "./descriptorForm";
import { goneError } from "./gone";
import { replacementOf } from "./replacement";

/**
 * Writes what the program changed to a descriptor. Adobe can only replace the whole of it, so all else is
 * sent as it is there.
 *
 * @param ignored - inputs that are only for checks.
 * @throws Error that names the inputs that somebody else has changed too, to something else.
 */
export async function updateDescriptor<Inputs extends Source>(
  type: DescriptorType<Inputs>,
  id: string,
  request: {
    readonly oldInputs: Inputs;
    readonly newInputs: Inputs;
    readonly namespace: string;
    readonly ignored: readonly string[];
  },
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
): Promise<void> {
  const { registry } = sandbox.client;
  const { namespace, ignored } = request;
  const now = await registry.getDescriptor(id, { signal });
  if (now === undefined) {
    throw goneError(type.displayName, id);
  }
  const theirs = inputsOf(type, now, request.oldInputs);
  const newInputs = without(request.newInputs, ignored);
  const last = without(request.oldInputs, ignored);
  // An import has shown what others have added.
  const isImported = (request.oldInputs as Properties)[INTERNAL.imported] === true;
  const given = isImported ? withoutAdded(last, [newInputs], type.open) : last;
  const oldInputs = mergeBase(given, newInputs, theirs, type.open);
  const wanted = mergeChanges(`${type.displayName} ${id}`, { oldInputs, newInputs, theirs });
  if (isSame(wanted, theirs)) return;
  const [before, after] = [theirs, wanted].map((inputs) => {
    const body = type.body(inputs, namespace);
    return type.withKept?.(body, now) ?? body;
  });
  const { merged } = merge(before, after, replacementOf(now, {}));
  await registry.replaceDescriptor(id, isObject(merged) ? merged : {}, { signal });
}

function without<T extends object>(inputs: T, names: readonly string[]): T {
  const entries = Object.entries(inputs).filter(
    ([name]) => !names.includes(name) && !isInternal(name),
  );
  return Object.fromEntries(entries) as T;
}
