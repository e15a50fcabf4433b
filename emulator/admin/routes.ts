import { createRequire } from "node:module";
import { AssumptionError, resolveAssumptions } from "../assumptions";
import { ApiError } from "../common/apiError";
import { created, noContent, ok, type Call, type Service } from "../common/service";
import { documented } from "../common/behavior";
import type { Sandbox } from "../state/sandbox";
import { isObject, objectOf, type JsonObject } from "../common/json";
import { engine } from "../services/dataPrep/language/lazyEngine";
import type { Value } from "../services/dataPrep/language/values";
import { collectFidelity, fidelityResponse } from "../fidelity/collect";
import { eventStream } from "./events";
import { pageState } from "./state";
import type * as FaultRules from "./faultRule";
import { visibleRows } from "./visible";

/** Loads zod with the first fault: it takes time, and few runs inject any. */
const load = createRequire(__filename);

const own = documented("This emulator", "");

/** The sandbox that has the dataset. */
const sandboxOf = (call: Call, datasetId: string): Sandbox => {
  const found = call.organization.allSandboxes.find(
    ({ datasets }) => datasets.get(datasetId) !== undefined,
  );
  if (found === undefined) {
    throw new ApiError(404, { error: `There is no dataset ${datasetId} in any sandbox.` });
  }
  return found;
};

const rows = (call: Call): unknown => {
  const id = call.params["id"] ?? "";
  const sandbox = sandboxOf(call, id);
  const now = call.organization.now();
  const limit = Number(call.query.get("limit") ?? 0);
  const visible = visibleRows(sandbox.rows(id), now, limit > 0 ? limit : undefined);
  const refused = sandbox.rejected(id);
  const rejected = limit > 0 ? refused.latest(limit).reverse() : refused.all();
  return {
    rows: visible.rows.map(({ row }) => row),
    rejected: rejected.map(({ row, reason, batchId, flowId, at }) => ({
      row,
      reason,
      batchId,
      flowId,
      at,
    })),
    total: { rows: visible.total, rejected: refused.total },
  };
};

/** Profile's view of a dataset: a repeated `_id` counts once, the first stays. */
const profile = (call: Call): unknown => {
  const id = call.params["id"] ?? "";
  const sandbox = sandboxOf(call, id);
  const { rows: kept } = visibleRows(sandbox.rows(id), call.organization.now());
  const byId = new Map<string, unknown>();
  for (const { row } of kept) {
    const key = String(row["_id"]);
    if (!byId.has(key)) byId.set(key, row);
  }
  return { events: [...byId.values()], count: byId.size, duplicates: kept.length - byId.size };
};

/** Works an expression of Data Prep's language out with the given data. */
const evaluated = (call: Call): unknown => {
  const { expression, data } = objectOf(call.body);
  const { evaluate, ExpressionError, parseExpression, plain, TransformError } = engine();
  try {
    const record = (data ?? {}) as Value;
    const value = evaluate(parseExpression(String(expression)), {
      now: () => call.organization.now(),
      record,
    });
    return { value: plain(value) };
  } catch (error) {
    if (!(error instanceof ExpressionError || error instanceof TransformError)) throw error;
    throw new ApiError(400, { error: error.message });
  }
};

const isTexts = (object: JsonObject): object is Record<string, string> =>
  Object.values(object).every((value) => typeof value === "string");

/** Gives switches other answers while the emulator runs. */
const assume = (call: Call): unknown => {
  const wanted = call.body;
  if (!isObject(wanted) || !isTexts(wanted)) {
    throw new ApiError(400, { error: "Send an object of switches and their values, as texts." });
  }
  try {
    call.organization.assume = resolveAssumptions({ ...call.organization.assume, ...wanted });
    return call.organization.assume;
  } catch (error) {
    if (error instanceof AssumptionError) {
      throw new ApiError(400, { error: error.message });
    }
    throw error;
  }
};

const addFault = (call: Call): unknown => {
  const { faultRulesOf } = load("./faultRule") as typeof FaultRules;
  const rules = faultRulesOf(Array.isArray(call.body) ? call.body : [call.body]);
  if (typeof rules === "string") throw new ApiError(400, { error: rules });
  const made = rules.map((rule) => call.organization.faults.add(rule));
  call.organization.events.emit("change");
  return Array.isArray(call.body) ? made : made[0];
};

/** What only the emulator has: to look into it and to make it fail. None of it is Adobe's. */
export const adminApi = (services: readonly Service[]): Service => ({
  name: "Emulator admin API",
  base: "/_emulator",
  access: "open",
  errors: {},
  routes: [
    { method: "GET", path: "/health", behavior: own, handle: () => ok({ status: "ok" }) },
    { method: "GET", path: "/datasets/:id/rows", behavior: own, handle: (call) => ok(rows(call)) },
    {
      method: "GET",
      path: "/datasets/:id/profile",
      behavior: own,
      handle: (call) => ok(profile(call)),
    },
    {
      method: "GET",
      path: "/requests",
      behavior: own,
      handle: ({ organization }) => ok(organization.requests.toArray()),
    },
    {
      method: "POST",
      path: "/reset",
      behavior: own,
      handle: ({ organization }) => {
        organization.reset();
        return noContent;
      },
    },
    {
      method: "GET",
      path: "/faults",
      behavior: own,
      handle: ({ organization }) => ok(organization.faults.list()),
    },
    {
      method: "POST",
      path: "/faults",
      behavior: own,
      handle: (call) => created(addFault(call)),
    },
    {
      method: "DELETE",
      path: "/faults",
      behavior: own,
      handle: ({ organization }) => {
        organization.faults.clear();
        return noContent;
      },
    },
    {
      method: "DELETE",
      path: "/faults/:id",
      behavior: own,
      handle: ({ organization, params }) => {
        const id = params["id"] ?? "";
        if (organization.faults.remove(id)) return noContent;
        throw new ApiError(404, { error: `There is no fault ${id}.` });
      },
    },
    {
      method: "POST",
      path: "/expression",
      behavior: own,
      handle: (call) => ok(evaluated(call)),
    },
    {
      method: "GET",
      path: "/fidelity",
      behavior: own,
      handle: () => ok(fidelityResponse(collectFidelity(services))),
    },
    {
      method: "GET",
      path: "/state",
      behavior: own,
      handle: ({ organization }) => ok(pageState(organization)),
    },
    {
      method: "GET",
      path: "/events",
      behavior: own,
      handle: ({ organization }) =>
        ok(eventStream(organization), {
          "content-type": "text/event-stream",
          "cache-control": "no-store",
        }),
    },
    {
      method: "PATCH",
      path: "/assumptions",
      behavior: own,
      handle: (call) => ok(assume(call)),
    },
    {
      method: "GET",
      path: "/assumptions",
      behavior: own,
      handle: ({ organization }) => ok(organization.assume),
    },
  ],
});
