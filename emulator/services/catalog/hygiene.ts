import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { uuid } from "../../common/ids";
import { objectOf, stringOf, textOf, type JsonObject } from "../../common/json";
import { noContent, ok, type Call, type Reply, type Service } from "../../common/service";
import type { Expiration } from "../../state/entities";
import { activeExpiration } from "./expirations";
import { catalog } from "./service";

const reference = "Data Hygiene API reference";
const guide = "Data Hygiene guide, dataset expiration";
const dayMs = 86_400_000;
const defaultPage = 25;
const longestPage = 100;

const errors = errorTable({
  invalid: {
    status: 400,
    code: "400",
    title: "Bad request",
    behavior: documented(
      reference,
      "An expiration without dataset, or without an `expiry` at least 24 hours ahead, is answered 400, in the gateway's form.",
    ),
  },
  notFound: {
    status: 404,
    code: "404",
    title: "TTL configuration not found",
    behavior: documented(
      reference,
      "An expiration that is not there, or that is not pending any more when it is to be cancelled, is answered 404.",
    ),
  },
  taken: {
    status: 400,
    code: "400",
    title: "Bad request",
    behavior: assumed(
      "The guide's PUT changes the expiration there is; of a second POST nothing is said.",
      "A POST for a dataset that has an expiration is answered 400.",
    ),
  },
});

const hygieneError = (kind: ErrorKind, message: string): ApiError =>
  new ApiError(kind.status, { error_code: kind.code, message });

const statusOf = (call: Call, { cancelled, expiry }: Expiration): string => {
  if (cancelled) return "cancelled";
  return expiry <= call.organization.now() ? "executing" : "pending";
};

const iso = (ms: number): string => new Date(ms).toISOString();

const shown = (call: Call, expiration: Expiration): JsonObject => {
  const { id, datasetId, expiry, displayName, description, history } = expiration;
  const last = history.at(-1);
  return {
    ttlId: id,
    datasetId,
    datasetName: call.sandbox.datasets.get(datasetId)?.body["name"] ?? "",
    sandboxName: call.sandbox.info.name,
    displayName,
    description,
    imsOrg: call.user.orgId,
    status: statusOf(call, expiration),
    expiry: iso(expiry),
    updatedAt: iso(last?.at ?? 0),
    updatedBy: last?.userId ?? "",
  };
};

/** By its own id, or by its dataset's: then the one in force, else the last. */
const found = (call: Call): Expiration | undefined => {
  const id = call.params["id"] ?? "";
  const all = call.sandbox.expirations;
  return (
    all.get(id) ??
    activeExpiration(call.sandbox, id) ??
    all.values().findLast(({ datasetId }) => datasetId === id)
  );
};

const mustFind = (call: Call): Expiration =>
  found(call) ??
  (() => {
    throw hygieneError(errors.notFound, `There is no expiration ${call.params["id"] ?? ""}.`);
  })();

const expiryOf = (call: Call, value: unknown): number => {
  const expiry = Date.parse(stringOf(value) ?? "");
  if (expiry >= call.organization.now() + dayMs) return expiry;
  throw hygieneError(errors.invalid, "`expiry` must be a date at least 24 hours in the future.");
};

const save = (
  call: Call,
  old: Pick<Expiration, "id" | "datasetId" | "history"> & Partial<Expiration>,
  changes: Partial<Expiration> & { readonly expiry: number },
  status: "created" | "updated" | "cancelled",
): Expiration => {
  const entry = {
    status,
    expiry: changes.expiry,
    at: call.organization.now(),
    userId: call.user.userId,
  };
  const expiration: Expiration = {
    cancelled: false,
    displayName: "",
    description: "",
    ...old,
    ...changes,
    history: [...old.history, entry],
  };
  call.sandbox.expirations.set(expiration.id, expiration);
  call.organization.events.emit("change");
  return expiration;
};

const textsOf = (body: JsonObject): Partial<Expiration> => ({
  ...(body["displayName"] === undefined ? {} : { displayName: textOf(body["displayName"]) }),
  ...(body["description"] === undefined ? {} : { description: textOf(body["description"]) }),
});

const make = (call: Call, datasetId: string | undefined): Expiration => {
  if (datasetId === undefined || call.sandbox.datasets.get(datasetId) === undefined) {
    throw hygieneError(errors.invalid, "`datasetId` must be the id of a dataset.");
  }
  const body = objectOf(call.body);
  const fresh = { id: `SD-${uuid()}`, datasetId, history: [] };
  return save(call, fresh, { ...textsOf(body), expiry: expiryOf(call, body["expiry"]) }, "created");
};

const create = (call: Call): Reply => {
  const datasetId = stringOf(objectOf(call.body)["datasetId"]);
  const active = activeExpiration(call.sandbox, datasetId ?? "");
  if (active !== undefined) {
    throw hygieneError(errors.taken, `The dataset has expiration ${active.id} already.`);
  }
  return ok(shown(call, make(call, datasetId)));
};

/** Changes the expiration there is; for a dataset without one makes one. */
const put = (call: Call): Reply => {
  const id = call.params["id"] ?? "";
  const old = call.sandbox.expirations.get(id) ?? activeExpiration(call.sandbox, id);
  if (old === undefined) {
    if (call.sandbox.datasets.get(id) === undefined) mustFind(call);
    return { status: 201, body: shown(call, make(call, id)) };
  }
  if (statusOf(call, old) !== "pending") {
    throw hygieneError(errors.invalid, `Expiration ${old.id} is ${statusOf(call, old)}.`);
  }
  const body = objectOf(call.body);
  const expiry = body["expiry"] === undefined ? old.expiry : expiryOf(call, body["expiry"]);
  return ok(shown(call, save(call, old, { ...textsOf(body), expiry }, "updated")));
};

const cancel = (call: Call): Reply => {
  const old = mustFind(call);
  if (statusOf(call, old) !== "pending") {
    throw hygieneError(errors.notFound, `Expiration ${old.id} is ${statusOf(call, old)}.`);
  }
  const { expiry } = old;
  const cancelled = save(call, old, { cancelled: true, expiry }, "cancelled");
  return call.organization.assume["hygiene-cancel"] === "204"
    ? noContent
    : ok(shown(call, cancelled));
};

/** Filters that compare a shown field as it is. */
const filters = ["datasetId", "datasetName", "displayName", "description", "sandboxName"];

const list = (call: Call): Reply => {
  const { query } = call;
  const statuses = query.get("status")?.split(",");
  const matching = call.sandbox.expirations
    .values()
    .map((expiration) => shown(call, expiration))
    .filter((one) => statuses?.includes(String(one["status"])) ?? true)
    .filter((one) => filters.every((name) => [null, one[name]].includes(query.get(name))));
  const asked = Number(query.get("limit") ?? query.get("size") ?? defaultPage);
  const limit = Math.min(Math.max(Math.trunc(asked) || defaultPage, 1), longestPage);
  const page = Math.max(Math.trunc(Number(query.get("page") ?? 0)) || 0, 0);
  return ok({
    results: matching.slice(page * limit, (page + 1) * limit),
    current_page: page,
    total_pages: Math.ceil(matching.length / limit),
    total_count: matching.length,
  });
};

const historyOf = ({ history }: Expiration): JsonObject[] =>
  history.map(({ status, expiry, at, userId }) => ({
    status,
    expiry: iso(expiry),
    updatedAt: iso(at),
    updatedBy: userId,
  }));

/** Expiration of whole datasets. The date is taken, checked and shown; nothing is deleted when it comes. */
export const hygiene: Service = {
  name: "Data Hygiene",
  base: "/data/core/hygiene",
  access: "gateway",
  errors,
  notes: [
    documented(
      guide,
      "Catalog shows the expiration of a dataset in its tag adobe/hygiene/ttl, in milliseconds.",
    ),
  ],
  ...(catalog.sandbox === undefined ? {} : { sandbox: catalog.sandbox }),
  routes: [
    {
      method: "GET",
      path: "/ttl",
      behavior: documented(
        reference,
        "Lists the expirations as results with current_page from 0, total_pages and total_count, by status, dataset and texts.",
      ),
      handle: list,
    },
    {
      method: "POST",
      path: "/ttl",
      behavior: documented(reference, "Sets a date on which a dataset expires and answers 200."),
      handle: create,
    },
    {
      method: "GET",
      path: "/ttl/:id",
      behavior: documented(
        reference,
        "Gives an expiration by its id or its dataset's; include=history adds all it was before.",
      ),
      handle: (call) => {
        const expiration = mustFind(call);
        const more =
          call.query.get("include") === "history" ? { history: historyOf(expiration) } : {};
        return ok({ ...shown(call, expiration), ...more });
      },
    },
    {
      method: "PUT",
      path: "/ttl/:id",
      behavior: documented(
        guide,
        "Changes texts or date of a pending expiration (200); with the id of a dataset that has none makes one (201).",
      ),
      handle: put,
    },
    {
      method: "DELETE",
      path: "/ttl/:id",
      behavior: {
        ...documented(reference, "Cancels a pending expiration and answers 200 with it."),
        assumption: "hygiene-cancel",
      },
      handle: cancel,
    },
  ],
};
