import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import type { FlowItem } from "../../client/flowService";
import type { Definition, Operation } from "../lifecycle/definition";
import { INTERNAL } from "../lifecycle/internalState";
import { isSame } from "../lifecycle/merge";
import { activationFaults, activationInput } from "./activation";
import { activationChanges, kept } from "./activationChanges";
import { activationOf } from "./activationForm";
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
import { verifyConnections } from "./connectionVerification";
import { creationOf } from "./creationRecord";
import { dataflowBody } from "./dataflowBody";
import { inexpressible, mappingChanges, mappingOf } from "./dataflowForm";
import {
  NEVER_READY,
  orInitializationFailed,
  outputs,
  outputsOf,
  ready,
  SETTLE_SECONDS,
  stateOf,
} from "./dataflowState";
import type { Outputs } from "./dataflowState";
import { datasetExportFaults, datasetExportInput, datasetExportOf } from "./datasetExport";
import { deltaColumnFaults, deltaColumnInput, deltaColumnOf } from "./deltaColumn";
import { encryptionFaults, encryptionInput, encryptionOf } from "./encryptedFiles";
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
  flowSpecFor,
  scheduleChanges,
  scheduleFaults,
  scheduleInput,
  scheduleOf,
  verifySchedule,
} from "./schedule";

const ids = z.array(z.string().min(1)).min(1, { error: "is empty; name one connection" });

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  flowSpec: specInput.describe(
    "`specs.streamingFlow`, one of the HTTP API's, `specs.tableFlow` from tables, `specs.profileFlow` to a streaming destination, or `spec` of `getFlowSpec`.",
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
  deltaColumn: deltaColumnInput,
  encryption: encryptionInput,
  activation: activationInput,
  datasetExport: datasetExportInput,
  errorDiagnostics: z
    .boolean()
    .optional()
    .describe(
      "Keeps diagnostics of rejected records, of a source. Default true. Not sent with `activation` or `datasetExport`.",
    ),
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

function inputsOf(found: FlowItem, last: Inputs | undefined): Inputs {
  const mapping = mappingOf(found);
  const schedule = scheduleOf(found);
  const deltaColumn = deltaColumnOf(found);
  const encryption = encryptionOf(found);
  const datasetExport = datasetExportOf(found);
  const activation = activationOf(found, last?.activation);
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
    ...(deltaColumn === undefined ? {} : { deltaColumn }),
    ...(encryption === undefined ? {} : { encryption }),
    ...(activation === undefined ? {} : { activation }),
    ...(datasetExport === undefined ? {} : { datasetExport }),
    errorDiagnostics:
      typeof diagnostics === "boolean" ? diagnostics : (last?.errorDiagnostics ?? true),
    enabled: !/^disabl/i.test(found.state ?? ""),
  };
}

const why = "Adobe has no way to change it";
const NOT_CHANGED = "no document of Adobe shows how to change it in a living dataflow";

export const dataflow: Definition<Inputs, Outputs> = {
  token: "adobe-aep:flow:Dataflow",
  description:
    "A dataflow, enabled when it is made: from a source to a dataset, from the Profile Store to a destination, or from datasets to a storage of files. Another mapping or version, another schedule and what it brings to a destination change it in place. Every other functional change makes a new dataflow with a new streaming endpoint, and deletes the old one after it.",
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
export const inletUrl = flow.inletUrl;
// Hourly, the rows of a table that are new (see SourceConnection).
const fromTable = new aep.flow.Dataflow("orders", {
  flowSpec: aep.specs.tableFlow,
  sourceConnectionIds: [table.id],
  targetConnectionIds: [target.id],
  mapping: { id: mapping.id, version: mapping.version },
  schedule: { startTime: 1798783200, frequency: "hour", interval: 1 },
  deltaColumn: { name: "changed_at", dateFormat: "yyyy-MM-dd HH:mm:ss", timezone: "UTC" },
});
const toStream = new aep.flow.Dataflow("audiences", {
  flowSpec: aep.specs.profileFlow,
  sourceConnectionIds: [profiles.id],
  targetConnectionIds: [stream.id],
  activation: {
    audiences: [{ id: chatted.id }],
    attributes: [{ path: "personalEmail.address" }, { path: "person.name.firstName" }],
  },
});
// Daily, a dataset in files of an S3 bucket.
const rows = new aep.flow.SourceConnection("rows", {
  connectionSpec: aep.specs.datasetStore,
  params: { datasets: [{ dataSetId: dataset.id }] },
});
const files = new aep.flow.TargetConnection("rows", {
  connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
  baseConnectionId: bucket.id,
  params: {
    bucketName: "shop-exports",
    path: "rows",
    datasetFileType: "PARQUET",
    compression: "NONE",
  },
});
const toFiles = new aep.flow.Dataflow("rows", {
  flowSpec: { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" },
  sourceConnectionIds: [rows.id],
  targetConnectionIds: [files.id],
  datasetExport: { interval: 1, timeUnit: "day", startTime: 1798783200 },
});`,
  nameInput: "name",
  replaces: {
    flowSpec: why,
    sourceConnectionIds: why,
    targetConnectionIds: why,
    deltaColumn: NOT_CHANGED,
    encryption: NOT_CHANGED,
    datasetExport: NOT_CHANGED,
    errorDiagnostics: why,
    generation: "it is the replacement trigger",
  },
  // A refresh does not add what only Adobe has: a state of an older version has none of them.
  open: ["schedule", "deltaColumn", "encryption", "activation", "datasetExport"],
  absent: { "schedule.backfill": BACKFILL },
  ignored: ["drainSeconds"],
  writeOnly: ["settleSeconds", "generation"],
  ignoreOnImport: ["settleSeconds", "generation"],
  unorderedLists: {
    sourceConnectionIds: "",
    targetConnectionIds: "",
    audiences: "id",
    attributes: "path",
    mandatoryFields: "",
    deduplicationKeys: "",
  },
  defaults: {
    errorDiagnostics: true,
    enabled: true,
    settleSeconds: SETTLE_SECONDS,
    drainSeconds: 0,
  },

  check(news, _old, warn) {
    const { schedule, mapping, activation, deltaColumn, encryption, datasetExport } = news;
    return [
      ...scheduleFaults(schedule),
      ...deltaColumnFaults(deltaColumn, { schedule, activation }, warn),
      ...encryptionFaults(encryption, news),
      ...activationFaults(activation, { schedule, mapping }, warn),
      ...datasetExportFaults(datasetExport, news, warn),
    ];
  },
  verify,
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
    await verify(wanted, scope);
    const id = await scope.sandbox.client.flows.create(
      "flows",
      {
        name: wanted.name ?? "",
        ...descriptionOf(wanted.description),
        flowSpec: wanted.flowSpec,
        sourceConnectionIds: wanted.sourceConnectionIds,
        targetConnectionIds: wanted.targetConnectionIds,
        ...dataflowBody(wanted),
      },
      { signal: scope.signal },
    );
    const outputs = await orInitializationFailed(id, wanted, NEVER_READY, async () => {
      if (wanted.enabled === false) {
        // Adobe enables every new dataflow; it can only be disabled afterwards.
        await ready(id, { ...wanted, enabled: true }, scope);
        await setFlowEnabled(id, false, scope);
      }
      const made = await ready(id, wanted, scope);
      if (wanted.activation === undefined) return made;
      await patchFlowObject("flows", id, scope, (now) =>
        activationChanges(now, {}, wanted.activation),
      );
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
    // A create that did not get as far has the inputs in the state, and nothing of them at Adobe.
    const isNew = oldOutputs.settledAt === NEVER_READY.settledAt;
    const activated = isNew ? undefined : oldInputs.activation;
    const isImported = (oldInputs as Properties)[INTERNAL.imported] === true;
    const activation = isImported ? kept(activated, newInputs.activation) : newInputs.activation;
    if (!isSame(oldInputs.activation, newInputs.activation))
      verifySchedule(newInputs, await flowSpecFor(newInputs, scope));
    await patchFlowObject("flows", id, scope, (now) => [
      ...labelChanges(now, oldInputs, newInputs),
      ...mappingChanges(now, oldInputs.mapping, newInputs.mapping),
      ...scheduleChanges(now, oldInputs.schedule, newInputs.schedule, scope.sandbox.timing.now()),
      ...activationChanges(now, activated, activation),
    ]);
    return orInitializationFailed(id, newInputs, oldOutputs, async () => {
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

async function verify(wanted: Inputs, scope: Operation): Promise<void> {
  const spec = await flowSpecFor(wanted, scope);
  verifySchedule(wanted, spec);
  await verifyConnections(wanted, spec, scope);
}
