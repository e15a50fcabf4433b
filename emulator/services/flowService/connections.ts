import type { FieldTypes } from "../../common/fields";
import { flowEtag, hexId, uuid } from "../../common/ids";
import { arrayOf, objectOf, stringOf, valueAt, without, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Connection, Flow, FlowObject } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import type { Collection } from "../../state/store";
import { flowError, flowErrors } from "./errors";
import { checkEncryption, withEncryption } from "./exportEncryption";
import { patched, type Patchable } from "./patch";
import { notFound } from "./responses";
import { checkBySpec } from "./specChecks";
import { connectionSpecIds, connectionSpecs, hasId, isDestination } from "./specs";
import { checkEtag, checkTypes, requireFields, sentBody } from "./validate";

/** The three kinds of connections, by their path. */
export type ConnectionKind = "connections" | "sourceConnections" | "targetConnections";

/** What a connection has to have, which depends on what it connects to. */
function requiredOf(kind: ConnectionKind, body: JsonObject): readonly string[] {
  const spec = connectionSpecs.find(hasId(specOf(body)));
  switch (kind) {
    case "connections":
      return ["name", "connectionSpec", ...(needsNoAuth(spec) ? [] : ["auth"])];
    case "sourceConnections":
      // The reference requires `data` too; the HTTP API tutorial sends none.
      return ["name", "connectionSpec"];
    case "targetConnections":
      return isDestination(spec)
        ? ["name", "connectionSpec", "baseConnectionId"]
        : ["connectionSpec", "data"];
  }
}

/** The guides to destinations send no `auth` to the store of profiles, nor to Data Landing Zone. */
function needsNoAuth(spec: JsonObject | undefined): boolean {
  const isOfDestinations = valueAt(spec, "attributes", "isDestination") === true;
  return isOfDestinations && arrayOf(valueAt(spec, "authSpec")).length === 0;
}

const fieldTypes: FieldTypes = {
  name: "text",
  description: "text",
  providerId: "text",
  baseConnectionId: "text",
  connectionSpec: "object",
  auth: "object",
  encryptionSpecs: "object",
  data: "object",
  params: "object",
};

/** What a PATCH may change, by the reference. */
function patchable(kind: ConnectionKind): Patchable {
  return {
    fields: ["name", "description", ...(kind === "connections" ? ["auth"] : ["data", "params"])],
    fixed: ["id", "etag", "version", "state", "baseConnectionId"],
  };
}

export function collectionOf(sandbox: Sandbox, kind: ConnectionKind): Collection<FlowObject> {
  return sandbox[kind];
}

export function findConnection(call: Call, kind: ConnectionKind): FlowObject {
  const id = call.params["id"] ?? "";
  return collectionOf(call.sandbox, kind).get(id) ?? notFound(call, id, kind);
}

function specOf(body: JsonObject): unknown {
  return objectOf(body["connectionSpec"])["id"];
}

function check(call: Call, kind: ConnectionKind, body: JsonObject, isDraft: boolean): void {
  checkTypes(body, fieldTypes, kind);
  // A draft may lack what a person still has to fill in.
  requireFields(body, isDraft ? ["connectionSpec"] : requiredOf(kind, body), kind);
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
    !isDraft &&
    specOf(body) === connectionSpecIds.httpApi &&
    kind === "sourceConnections" &&
    base === undefined
  ) {
    throw flowError(flowErrors.requiredField, "Required: baseConnectionId.", kind);
  }
  if (!isDraft) checkBySpec(call, body, kind);
  if (kind === "connections") checkEncryption(body);
  const dataset = stringOf(objectOf(body["params"])["dataSetId"]);
  if (
    kind === "targetConnections" &&
    dataset !== undefined &&
    call.sandbox.datasets.get(dataset) === undefined
  ) {
    throw flowError(flowErrors.badReference, `There is no dataset ${dataset}.`, kind);
  }
}

export function createConnection(call: Call, kind: ConnectionKind): FlowObject {
  const sent = without(sentBody(call, kind), "state");
  const isDraft = call.query.get("mode") === "draft";
  check(call, kind, sent, isDraft);
  const now = call.organization.now();
  const object: FlowObject = {
    id: uuid(),
    created: now,
    updated: now,
    etag: flowEtag(now),
    state: isDraft ? "draft" : "enabled",
    name: stringOf(sent["name"]) ?? "",
    body: withEncryption(without(sent, "name")),
  };
  const stored = kind === "connections" ? withInlet(call, object) : object;
  collectionOf(call.sandbox, kind).set(object.id, stored);
  call.organization.events.emit("change");
  return stored;
}

/** A base connection of the HTTP API source has the streaming endpoint; several dataflows may share it. */
function withInlet(call: Call, object: FlowObject): Connection {
  if (specOf(object.body) !== connectionSpecIds.httpApi) return { ...object, inletId: "" };
  const inletId = hexId(32);
  call.organization.inlets.set(inletId, {
    id: inletId,
    sandbox: call.sandbox.info.name,
    owner: { kind: "connection", id: object.id },
  });
  return { ...object, inletId };
}

/** The dataflows that use a connection. */
function flowsUsing(sandbox: Sandbox, kind: ConnectionKind, id: string): Flow[] {
  const ofBase = (collection: Collection<FlowObject>): string[] =>
    collection
      .values()
      .filter(({ body }) => body["baseConnectionId"] === id)
      .map((one) => one.id);
  const used =
    kind === "connections"
      ? [...ofBase(sandbox.sourceConnections), ...ofBase(sandbox.targetConnections)]
      : [id];
  return sandbox.flows
    .values()
    .filter(({ body }) =>
      [...arrayOf(body["sourceConnectionIds"]), ...arrayOf(body["targetConnectionIds"])].some(
        (one) => used.includes(String(one)),
      ),
    );
}

export function deleteConnection(call: Call, kind: ConnectionKind): void {
  const object = findConnection(call, kind);
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
}

export function updateConnection(call: Call, kind: ConnectionKind): FlowObject {
  const object = findConnection(call, kind);
  checkEtag(call, object, kind);
  const { name, ...body } = patched(call, object, kind, patchable(kind));
  check(call, kind, { name, ...body }, object.state === "draft");
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
}

export function publishConnection(call: Call, kind: ConnectionKind): FlowObject {
  if (call.query.get("op")?.toLowerCase() !== "publish") {
    throw flowError(flowErrors.badAction, "A connection can only be published.", kind);
  }
  const object = findConnection(call, kind);
  const base = call.sandbox.connections.get(stringOf(object.body["baseConnectionId"]) ?? "");
  if (base?.state === "draft") {
    throw flowError(flowErrors.draftBase, `Connection ${base.id} is a draft.`, kind);
  }
  check(call, kind, { name: object.name, ...object.body }, false);
  const now = call.organization.now();
  const changed = { ...object, state: "enabled", updated: now, etag: flowEtag(now) };
  collectionOf(call.sandbox, kind).set(object.id, changed);
  return changed;
}
