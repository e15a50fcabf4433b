import { documented } from "../../common/behavior";
import type { FieldTypes } from "../../common/fields";
import { flowEtag, hexId, uuid } from "../../common/ids";
import { arrayOf, objectOf, stringOf, without, type JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route } from "../../common/service";
import type { Connection, Flow, FlowObject } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import type { Collection } from "../../state/store";
import { flowError, flowErrors } from "./errors";
import {
  checkEtag,
  checkTypes,
  itemFrame,
  listed,
  notFound,
  patched,
  patchTypes,
  requireFields,
  sentBody,
  type Patchable,
} from "./objects";
import { connectionSpecIds, connectionSpecs, hasId } from "./specs";

type Kind = "connections" | "sourceConnections" | "targetConnections";

const guides: Readonly<Record<Kind, string>> = {
  connections: "HTTP API streaming tutorial",
  sourceConnections: "Chatlio API tutorial; Flow Service API reference",
  targetConnections: "Chatlio API tutorial; Flow Service API reference",
};

const required: Readonly<Record<Kind, readonly string[]>> = {
  connections: ["name", "connectionSpec", "auth"],
  // The reference requires `data` too; the HTTP API tutorial sends none.
  sourceConnections: ["name", "connectionSpec"],
  targetConnections: ["connectionSpec", "data"],
};

const fieldTypes: FieldTypes = {
  name: "text",
  description: "text",
  providerId: "text",
  baseConnectionId: "text",
  connectionSpec: "object",
  auth: "object",
  data: "object",
  params: "object",
};

/** Each has `name` and the like, and of the others only what the reference gives it. */
const patchable = (kind: Kind): Patchable => ({
  fields: ["name", "description", ...(kind === "connections" ? ["auth"] : ["data", "params"])],
  fixed: ["id", "etag", "version", "state", "baseConnectionId"],
});

const collectionOf = (sandbox: Sandbox, kind: Kind): Collection<FlowObject> => sandbox[kind];

const objectFrom = (call: Call, kind: Kind): FlowObject => {
  const id = call.params["id"] ?? "";
  return collectionOf(call.sandbox, kind).get(id) ?? notFound(call, id, kind);
};

const specOf = (body: JsonObject): unknown => objectOf(body["connectionSpec"])["id"];

const check = (call: Call, kind: Kind, body: JsonObject): void => {
  checkTypes(body, fieldTypes, kind);
  requireFields(body, required[kind], kind);
  if (!connectionSpecs.some(hasId(specOf(body)))) {
    throw flowError(
      flowErrors.badSpec,
      `There is no connection spec ${String(specOf(body))}.`,
      kind,
    );
  }
  const base = stringOf(body["baseConnectionId"]);
  if (base !== undefined && call.sandbox.connections.get(base) === undefined) {
    throw flowError(flowErrors.badReference, `There is no connection ${base}.`, kind);
  }
  if (
    specOf(body) === connectionSpecIds.httpApi &&
    kind === "sourceConnections" &&
    base === undefined
  ) {
    throw flowError(flowErrors.requiredField, "Required: baseConnectionId.", kind);
  }
  const dataset = stringOf(objectOf(body["params"])["dataSetId"]);
  if (
    kind === "targetConnections" &&
    dataset !== undefined &&
    call.sandbox.datasets.get(dataset) === undefined
  ) {
    throw flowError(flowErrors.badReference, `There is no dataset ${dataset}.`, kind);
  }
};

const create = (call: Call, kind: Kind): FlowObject => {
  const sent = without(sentBody(call, kind), "state");
  check(call, kind, sent);
  const now = call.organization.now();
  const object: FlowObject = {
    id: uuid(),
    created: now,
    updated: now,
    etag: flowEtag(now),
    state: call.query.get("mode") === "draft" ? "draft" : "enabled",
    name: stringOf(sent["name"]) ?? "",
    body: without(sent, "name"),
  };
  const stored = kind === "connections" ? withInlet(call, object) : object;
  collectionOf(call.sandbox, kind).set(object.id, stored);
  call.organization.events.emit("change");
  return stored;
};

/** A base connection of the HTTP API source has the inlet; several flows may share it. */
const withInlet = (call: Call, object: FlowObject): Connection => {
  const inletId = hexId(32);
  call.organization.inlets.set(inletId, {
    id: inletId,
    sandbox: call.sandbox.info.name,
    owner: { kind: "connection", id: object.id },
  });
  return { ...object, inletId };
};

const shown = (call: Call, kind: Kind, object: FlowObject): JsonObject => {
  const frame = itemFrame(call, object);
  if (kind !== "connections") {
    return {
      ...frame,
      data: { schema: null, properties: null, ...objectOf(object.body["data"]) },
      params: objectOf(object.body["params"]),
      inheritedAttributes: inheritedBase(call, object),
    };
  }
  const { inletId } = object as Connection;
  const auth = objectOf(object.body["auth"]);
  const params = {
    sourceId: object.name,
    name: object.name,
    authenticationRequired: false,
    ...objectOf(auth["params"]),
    inletUrl: `${call.organization.origin}/collection/${inletId}`,
    inletId,
  };
  return { ...frame, auth: { ...auth, params } };
};

const inheritedBase = (call: Call, { body }: FlowObject): JsonObject => {
  const base = call.sandbox.connections.get(String(body["baseConnectionId"]));
  return base === undefined
    ? {}
    : { baseConnection: { id: base.id, connectionSpec: base.body["connectionSpec"] } };
};

/** The dataflows that use a connection. */
const flowsUsing = (sandbox: Sandbox, kind: Kind, id: string): Flow[] => {
  const sources =
    kind === "connections"
      ? sandbox.sourceConnections
          .values()
          .filter(({ body }) => body["baseConnectionId"] === id)
          .map((source) => source.id)
      : [id];
  const key = kind === "targetConnections" ? "targetConnectionIds" : "sourceConnectionIds";
  return sandbox.flows
    .values()
    .filter(({ body }) => arrayOf(body[key]).some((used) => sources.includes(String(used))));
};

const remove = (call: Call, kind: Kind): void => {
  const object = objectFrom(call, kind);
  const flows = flowsUsing(call.sandbox, kind, object.id);
  if (
    flows.length > 0 &&
    (kind === "connections" || call.organization.assume["connection-in-use"] === "refused")
  ) {
    throw flowError(
      kind === "connections" ? flowErrors.baseInUse : flowErrors.activeFlows,
      `Found active flows containing id ${object.id}: ${flows.map(({ id }) => id).join(", ")}`,
      kind,
    );
  }
  collectionOf(call.sandbox, kind).delete(object.id);
  if (kind === "connections") call.organization.inlets.delete((object as Connection).inletId);
  call.organization.events.emit("change");
};

const change = (call: Call, kind: Kind): FlowObject => {
  const object = objectFrom(call, kind);
  checkEtag(call, object, kind);
  const { name, ...body } = patched(call, object, kind, patchable(kind));
  check(call, kind, { name, ...body });
  const now = call.organization.now();
  const changed: FlowObject = {
    ...object,
    name: stringOf(name) ?? "",
    body,
    updated: now,
    etag: flowEtag(now),
  };
  collectionOf(call.sandbox, kind).set(object.id, changed);
  return changed;
};

const publish = (call: Call, kind: Kind): FlowObject => {
  if (call.query.get("op")?.toLowerCase() !== "publish") {
    throw flowError(flowErrors.badAction, "A connection can only be published.", kind);
  }
  const object = objectFrom(call, kind);
  const now = call.organization.now();
  const changed = { ...object, state: "enabled", updated: now, etag: flowEtag(now) };
  collectionOf(call.sandbox, kind).set(object.id, changed);
  return changed;
};

const receipt = ({ id, etag }: FlowObject): JsonObject => ({ id, etag });

const routesOf = (kind: Kind): Route[] => {
  const behaviorOf = (says: string): Route["behavior"] => documented(guides[kind], says);
  const base = `/${kind}`;
  return [
    {
      method: "GET",
      path: base,
      behavior: behaviorOf(
        `Lists ${kind} below \`items\`, with property, orderby, limit, continuationToken and count.`,
      ),
      handle: (call) =>
        ok(
          listed(
            kind,
            collectionOf(call.sandbox, kind)
              .values()
              .map((object) => shown(call, kind, object)),
            call.query,
          ),
        ),
    },
    {
      method: "POST",
      path: base,
      behavior: behaviorOf(`Makes one of the ${kind} and answers 201 with id and etag.`),
      handle: (call) => {
        const object = create(call, kind);
        return created(receipt(object), { location: `/${kind}/${object.id}`, etag: object.etag });
      },
    },
    {
      method: "GET",
      path: `${base}/:id`,
      behavior: behaviorOf(`Gives one of the ${kind} in \`items\`, its etag with inner quotes.`),
      handle: (call) => {
        const object = objectFrom(call, kind);
        return ok({ items: [shown(call, kind, object)] }, { etag: object.etag });
      },
    },
    {
      method: "PATCH",
      path: `${base}/:id`,
      behavior: behaviorOf(`Changes one of the ${kind} by JSON Patch under If-Match.`),
      contentTypes: patchTypes,
      handle: (call) => ok(receipt(change(call, kind))),
    },
    {
      method: "DELETE",
      path: `${base}/:id`,
      behavior: {
        ...behaviorOf(`Removes one of the ${kind} and answers 204.`),
        assumption: "connection-in-use",
      },
      handle: (call) => {
        remove(call, kind);
        return noContent;
      },
    },
    {
      method: "POST",
      path: `${base}/:id/action`,
      behavior: behaviorOf(`Publishes a draft of the ${kind}.`),
      handle: (call) => ok(receipt(publish(call, kind))),
    },
  ];
};

/** Base, source and target connections. */
export const connectionRoutes: readonly Route[] = [
  ...routesOf("connections"),
  ...routesOf("sourceConnections"),
  ...routesOf("targetConnections"),
];
