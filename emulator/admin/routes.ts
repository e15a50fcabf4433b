import { documented } from "../common/behavior";
import {
  created,
  noContent,
  ok,
  type Call,
  type Method,
  type Reply,
  type Route,
  type Service,
} from "../common/service";
import { collectFidelity, fidelityResponse } from "../fidelity/collect";
import { changeAssumptions } from "./assume";
import { datasetProfile, datasetRows } from "./datasets";
import { eventStream } from "./events";
import { evaluateExpression } from "./expression";
import { addFaults, removeFault } from "./faults";
import { pageState } from "./state";

function route(method: Method, path: string, handle: (call: Call) => Reply): Route {
  return {
    method,
    path,
    behavior: documented("This emulator", ""),
    handle,
  };
}

/** Runs what returns nothing. */
function done(run: (call: Call) => void) {
  return (call: Call): Reply => {
    run(call);
    return noContent;
  };
}

const eventHeaders = { "content-type": "text/event-stream", "cache-control": "no-store" };

/** The admin API: reads the emulator's state and makes it fail. None of it is Adobe's. */
export function adminApi(services: readonly Service[]): Service {
  return {
    name: "Emulator admin API",
    base: "/_emulator",
    access: "admin",
    errors: {},
    routes: [
      { ...route("GET", "/health", () => ok({ status: "ok" })), isPublic: true },
      route("GET", "/datasets/:id/rows", (call) => ok(datasetRows(call))),
      route("GET", "/datasets/:id/profile", (call) => ok(datasetProfile(call))),
      route("GET", "/requests", ({ organization }) => ok(organization.requests.toArray())),
      route(
        "POST",
        "/reset",
        done(({ organization }) => organization.reset()),
      ),
      route("GET", "/faults", ({ organization }) => ok(organization.faults.list())),
      route("POST", "/faults", (call) => created(addFaults(call))),
      route(
        "DELETE",
        "/faults",
        done(({ organization }) => organization.faults.clear()),
      ),
      route("DELETE", "/faults/:id", done(removeFault)),
      route("POST", "/expression", (call) => ok(evaluateExpression(call))),
      {
        ...route("GET", "/fidelity", () => ok(fidelityResponse(collectFidelity(services)))),
        isPublic: true,
      },
      route("GET", "/state", ({ organization }) => ok(pageState(organization))),
      route("GET", "/events", ({ organization }) => ok(eventStream(organization), eventHeaders)),
      route("GET", "/assumptions", ({ organization }) => ok(organization.assume)),
      route("PATCH", "/assumptions", (call) => ok(changeAssumptions(call))),
    ],
  };
}
