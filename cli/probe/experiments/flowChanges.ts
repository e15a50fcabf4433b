import { changedDescription } from "../bodies";
import type { ProbeContext } from "../context";
import { experiment } from "../experiment";
import { flowWhen, inletUrlOf, makeOpenPipeline, readFlow } from "../fixtures";
import { stringAt } from "../json";
import { byStatus } from "../judge";
import { sendRaw } from "../records";

/** Changes the description of a dataflow and reads it at once. */
async function update(context: ProbeContext) {
  const { flow } = await context.once("changedFlow", () => makeOpenPipeline(context));
  const now = await flowWhen(context, flow.id, "enabled");
  const changed = await context.change("PATCH", "flow", flow.id, {
    headers: { "if-match": stringAt(now, "etag") ?? "" },
    body: changedDescription(flow.name),
  });
  const after = await readFlow(context, flow.id, { immediate: true });
  return { status: changed.status, state: after["state"] };
}

/** Disables a dataflow, sends it a record, and enables it again. */
function disableAndEnable(context: ProbeContext) {
  return context.once("disabledFlow", async () => {
    const { flow } = await context.once("changedFlow", () => makeOpenPipeline(context));
    const before = inletUrlOf(await flowWhen(context, flow.id, "enabled"));
    await act(context, flow.id, "disable");
    await flowWhen(context, flow.id, "disabled");
    const sent = before === undefined ? undefined : await sendRaw(context, before, flow.id);
    await act(context, flow.id, "enable");
    const after = inletUrlOf(await flowWhen(context, flow.id, "enabled"));
    return { before, after, status: sent?.status ?? 0 };
  });
}

function act({ api }: ProbeContext, id: string, op: "enable" | "disable") {
  return api.send({
    method: "POST",
    path: "/data/foundation/flowservice/flows/{id}/action",
    params: { id },
    query: { op },
    // A dataflow that is in the state already stays there.
    repeatable: true,
  });
}

export const flowChangeExperiments = [
  experiment("flow-update", update, ({ status, state }) => {
    if (status >= 300) return undefined;
    return state === "updating" ? "transition" : state === "enabled" ? "at-once" : undefined;
  }),
  experiment("inlet-disabled-flow", disableAndEnable, byStatus({ 200: "200", 400: "400" })),
  experiment("inlet-url-survives", disableAndEnable, ({ before, after }) => {
    if (before === undefined || after === undefined) return undefined;
    return before === after ? "yes" : "no";
  }),
];
