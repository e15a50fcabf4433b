import * as z from "zod";

import { InitializationFailedError, UNKNOWN } from "../../../provider-sdk";
import { sentences } from "../../client/errors";
import type { FlowItem } from "../../client/flowService";
import { specs } from "../../sdk/specs";
import type { Definition, Operation } from "../lifecycle/definition";
import { waitFor } from "../lifecycle/waiting";
import {
  descriptionInput,
  descriptionOf,
  generationInput,
  inOrderOf,
  nameInput,
  objectIn,
  specInput,
  specOf,
  textsOf,
} from "./common";
import { creationOf } from "./creationRecord";
import {
  inexpressible,
  inletUrlOf,
  mappingChanges,
  mappingOf,
  transformation,
} from "./dataflowForm";
import {
  deleteFlowObject,
  findFlowObjects,
  labelChanges,
  listFlowObjects,
  patchFlowObject,
  readFlowObject,
  setFlowEnabled,
  settled,
} from "./flowObject";
import { sayNotWritten } from "./notWritten";
import {
  BACKFILL,
  fixedBySchedule,
  scheduleChanges,
  scheduleFaults,
  scheduleInput,
  scheduleOf,
  scheduleParams,
  verifySchedule,
} from "./schedule";

const SETTLE_SECONDS = 300;

const ids = z.array(z.string().min(1)).min(1, { error: "is empty; name one connection" });

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  flowSpec: specInput.describe(
    "`specs.streamingFlow`, one of the HTTP API's, or `spec` of `getFlowSpec`.",
  ),
  sourceConnectionIds: ids.describe("Ids of the source connections."),
  targetConnectionIds: ids.describe("Ids of the target connections."),
  mapping: z
    .strictObject({
      id: z.string().min(1).describe("Id of the mapping set."),
      version: z.int().min(0).describe("Its version."),
    })
    .meta({ id: "MappingRef", description: "A version of a mapping set." })
    .optional()
    .describe(
      'What the dataflow is pinned to. Changed in place; request a new dataflow with `replaceOnChanges: ["mapping"]` or `generation`.',
    ),
  schedule: scheduleInput,
  errorDiagnostics: z
    .boolean()
    .optional()
    .describe("Keeps diagnostics of rejected records. Default true."),
  enabled: z.boolean().optional().describe("Whether it runs. Default true."),
  settleSeconds: z
    .number()
    .min(0)
    .optional()
    .describe(
      "Seconds after its last change until it is safe to send (Adobe: about five minutes). Default 300.",
    ),
  drainSeconds: z
    .number()
    .min(0)
    .optional()
    .describe(
      "Seconds to wait before it is deleted, so that records in flight still arrive. Default 0. Kept in the state only: after a change, or an import, it is in force once `pulumi up` has run, though no change shows.",
    ),
  generation: generationInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  state: z.string().describe("`enabled`, once it is made."),
  inletUrl: z
    .string()
    .optional()
    .describe("Where to send. Secret: everybody who knows it can send."),
  settledAt: z
    .string()
    .describe("When it is safe to send: last change plus `settleSeconds`, RFC 3339 in UTC."),
});
type Outputs = z.infer<typeof outputs>;

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const mapping = mappingOf(found);
  const schedule = scheduleOf(found);
  const diagnostics = objectIn(found, "options")["errorDiagnosticsEnabled"];
  return {
    ...(found.name === undefined ? {} : { name: found.name }),
    ...descriptionOf(found.description),
    flowSpec: specOf(found["flowSpec"]),
    sourceConnectionIds: inOrderOf(
      textsOf(found["sourceConnectionIds"]),
      last?.sourceConnectionIds,
      (id) => id,
    ),
    targetConnectionIds: inOrderOf(
      textsOf(found["targetConnectionIds"]),
      last?.targetConnectionIds,
      (id) => id,
    ),
    ...(mapping === undefined ? {} : { mapping }),
    ...(schedule === undefined ? {} : { schedule }),
    errorDiagnostics:
      typeof diagnostics === "boolean" ? diagnostics : (last?.errorDiagnostics ?? true),
    enabled: !/^disabl/i.test(found.state ?? ""),
  };
}

/** The latest time that a date can represent. */
const LAST_DATE_MS = 8.64e15;

function outputsOf(found: FlowItem, settleSeconds = SETTLE_SECONDS): Outputs {
  const changedAt = found.updatedAt ?? found.createdAt ?? 0;
  const inletUrl = inletUrlOf(found);
  return {
    state: found.state ?? "unknown",
    ...(inletUrl === undefined ? {} : { inletUrl }),
    settledAt: new Date(Math.min(changedAt + settleSeconds * 1000, LAST_DATE_MS)).toISOString(),
  };
}

/** The state at Adobe that the program wants. */
function stateOf({ enabled }: Inputs): "enabled" | "disabled" {
  return enabled === false ? "disabled" : "enabled";
}

/**
 * Waits until the dataflow has the wanted state: enabled, with a streaming endpoint if its source has one,
 * or disabled.
 */
async function ready(id: string, wanted: Inputs, scope: Operation): Promise<Outputs> {
  const target = stateOf(wanted);
  const found = await waitFor(`the dataflow ${id} being ${target}`, scope, async () => {
    const now = await scope.sandbox.client.flows.get("flows", id, { signal: scope.signal });
    if (now === undefined) throw new Error(`the dataflow ${id} is gone`);
    if (now.state?.toLowerCase() !== target) return undefined;
    // For sources of the Streaming SDK (such as Chatlio's), the streaming endpoint belongs to the dataflow.
    const needsInlet = wanted.flowSpec.id === specs.streamingFlow.id && target === "enabled";
    return needsInlet && inletUrlOf(now) === undefined ? undefined : now;
  });
  return outputsOf(found, wanted.settleSeconds);
}

/** Outputs in the state until the dataflow is ready for the first time. */
const NEVER_READY: Outputs = { state: "initializing", settledAt: "" };

/**
 * Turns a failure of the work into a failed initialization: the state keeps the dataflow with its old
 * outputs, and the next `up` calls update, which continues.
 */
async function orInitializationFailed(
  id: string,
  were: Outputs,
  work: () => Promise<Outputs>,
): Promise<Outputs> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const { state, inletUrl, settledAt } = were;
    const outputs = { state, settledAt, ...(inletUrl === undefined ? {} : { inletUrl }) };
    const what =
      settledAt === ""
        ? `the dataflow ${id} was made but is not ready`
        : `the dataflow ${id} stays, but it is not known whether it has all changes`;
    throw new InitializationFailedError(id, outputs, {}, [
      sentences(
        `${what}: ${why}`,
        "The next `pulumi up` continues; Adobe's UI shows the dataflow's state under Sources, Dataflows",
      ),
    ]);
  }
}

const why = "Adobe has no way to change it";

export const dataflow: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:Dataflow",
  description:
    "A dataflow, enabled when it is made. Another mapping or version and another schedule change it in place. Every other functional change makes a new dataflow with a new streaming endpoint, and deletes the old one after it.",
  displayName: "dataflow",
  inputs,
  outputs,
  secretOutputs: ["inletUrl"],
  importId: "the dataflow's id, a UUID",
  example: `const flow = new aep.flow.Dataflow("chat", {
  flowSpec: aep.specs.streamingFlow,
  sourceConnectionIds: [source.id],
  targetConnectionIds: [target.id],
  mapping: { id: mapping.id, version: mapping.version },
});
export const inletUrl = flow.inletUrl;`,
  nameInput: "name",
  replaces: {
    flowSpec: why,
    sourceConnectionIds: why,
    targetConnectionIds: why,
    errorDiagnostics: why,
    generation: "it is the replacement trigger",
  },
  // A refresh does not add what only Adobe has: a state of an older version has no schedule.
  open: ["schedule"],
  absent: { "schedule.backfill": BACKFILL },
  ignored: ["drainSeconds"],
  writeOnly: ["settleSeconds", "generation"],
  ignoreOnImport: ["settleSeconds", "generation"],
  unorderedLists: { sourceConnectionIds: "", targetConnectionIds: "" },
  defaults: {
    errorDiagnostics: true,
    enabled: true,
    settleSeconds: SETTLE_SECONDS,
    drainSeconds: 0,
  },

  check: ({ schedule }) => scheduleFaults(schedule),
  verify: verifySchedule,
  replacesNow: ({ schedule }, news, now) => fixedBySchedule(schedule, news.schedule, now),

  preview(news, current) {
    if (current === undefined) return { state: UNKNOWN, inletUrl: UNKNOWN, settledAt: UNKNOWN };
    const same =
      JSON.stringify([news.mapping, news.enabled]) ===
      JSON.stringify([current.inputs.mapping, current.inputs.enabled]);
    const { state, inletUrl } = current.outputs;
    return {
      state: same ? state : UNKNOWN,
      inletUrl: same ? inletUrl : UNKNOWN,
      settledAt: UNKNOWN,
    };
  },

  find: (wanted, scope) => findFlowObjects("flows", wanted.name, scope),
  list: (operation) => listFlowObjects("flows", operation),

  async create(wanted, scope) {
    await verifySchedule(wanted, scope);
    const id = await scope.sandbox.client.flows.create(
      "flows",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        flowSpec: wanted.flowSpec,
        sourceConnectionIds: wanted.sourceConnectionIds,
        targetConnectionIds: wanted.targetConnectionIds,
        ...(wanted.mapping === undefined
          ? {}
          : { transformations: [transformation(wanted.mapping)] }),
        ...(wanted.schedule === undefined
          ? {}
          : { scheduleParams: scheduleParams(wanted.schedule) }),
        options: { errorDiagnosticsEnabled: wanted.errorDiagnostics ?? true },
      },
      { signal: scope.signal },
    );
    const outputs = await orInitializationFailed(id, NEVER_READY, async () => {
      if (wanted.enabled === false) {
        // Adobe enables every new dataflow; it can only be disabled afterwards.
        await ready(id, { ...wanted, enabled: true }, scope);
        await setFlowEnabled(id, false, scope);
      }
      return ready(id, wanted, scope);
    });
    return { id, outputs };
  },

  async read(id, last, scope) {
    const found = await readFlowObject("flows", id, scope);
    if (last === undefined && found !== undefined)
      sayNotWritten("dataflow", id, inexpressible(found), scope.context);
    return (
      found && {
        inputs: inputsOf(found, last),
        outputs: outputsOf(found, last?.settleSeconds),
        creation: creationOf(found),
      }
    );
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    await patchFlowObject("flows", id, scope, (now) => [
      ...labelChanges(now, oldInputs, newInputs),
      ...mappingChanges(now, oldInputs.mapping, newInputs.mapping),
      ...scheduleChanges(now, oldInputs.schedule, newInputs.schedule, scope.sandbox.timing.now()),
    ]);
    return orInitializationFailed(id, oldOutputs, async () => {
      const target = stateOf(newInputs);
      // The outputs have the state that was written or read last.
      if (oldOutputs.state.toLowerCase() !== target) {
        await setFlowEnabled(id, target === "enabled", scope);
        return ready(id, newInputs, scope);
      }
      const now = await settled("flows", id, scope);
      if (now.state?.toLowerCase() === target) return ready(id, newInputs, scope);
      scope.context.log(
        "warning",
        `the dataflow ${id} is ${String(now.state)}, which this stack did not do; left as it is. To have it ${target} again, run \`pulumi refresh\` and \`pulumi up\``,
      );
      const { state, inletUrl } = oldOutputs;
      const kept = inletUrl === undefined ? {} : { inletUrl };
      return { ...kept, ...outputsOf(now, newInputs.settleSeconds), state };
    });
  },

  async delete(id, { inputs: last }, scope) {
    const seconds = last.drainSeconds ?? 0;
    if (
      seconds > 0 &&
      (await scope.sandbox.client.flows.get("flows", id, { signal: scope.signal }))
    ) {
      scope.context.log(
        "info",
        `waiting ${seconds} s for records in flight to arrive (drainSeconds)`,
      );
      await scope.sandbox.timing.sleep(seconds * 1000, scope.signal);
    }
    await deleteFlowObject("flows", id, scope);
  },
};
