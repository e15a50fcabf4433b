import { madeUpHeader } from "../../common/apiError";
import { documented } from "../../common/behavior";
import { arrayOf, textOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Reply, type Route } from "../../common/service";
import { flowError, flowErrors } from "./errors";
import { allFlows, findFlow } from "./flows";
import { notFound, paginate } from "./responses";
import { runOf, type Run } from "./runs";
import { checkTypes, requireFields } from "./validate";

const reference = "Flow Service API reference";

function runsOf(call: Call): Run[] {
  return allFlows(call).flatMap((flow) => runOf(call, flow) ?? []);
}

/** A response with runs. A header says that the text of an error in one of them is the emulator's own. */
function withRuns(body: JsonObject): Reply {
  const hasError = arrayOf(body["items"]).some(
    (run) => (run as Run).metrics.statusSummary.errors.length > 0,
  );
  return ok(body, hasError ? { [madeUpHeader]: "text" } : {});
}

/** Routes of runs. */
export const runRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/runs",
    behavior: {
      ...documented(
        "Monitor dataflows guide",
        "Lists runs with their metrics, by flowId and metrics.",
      ),
      assumption: "flow-runs",
    },
    handle: (call) => withRuns(paginate("runs", runsOf(call), call.query)),
  },
  {
    method: "POST",
    path: "/runs",
    behavior: documented(
      reference,
      "Starts a run of a one-time dataflow. The emulator reads no files and has no such runs: it rejects the request.",
    ),
    handle: (call) => {
      const body = checkTypes(call.body, { flowId: "text", params: "object" }, "runs");
      requireFields(body, ["flowId"], "runs");
      const { id } = findFlow(call, textOf(body["flowId"]));
      throw flowError(flowErrors.notOneTime, `Flow ${id} has no runs that can be started.`, "runs");
    },
  },
  {
    method: "GET",
    path: "/runs/:id",
    behavior: {
      ...documented("Monitor dataflows guide", "Returns one run in `items`."),
      assumption: "flow-runs",
    },
    handle: (call) => {
      const id = call.params["id"] ?? "";
      const found = runsOf(call).find((run) => run.id === id);
      return found === undefined ? notFound(call, id, "runs") : withRuns({ items: [found] });
    },
  },
];
