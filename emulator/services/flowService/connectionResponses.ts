import { arrayOf, objectOf, valueAt, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Connection, FlowObject } from "../../state/entities";
import type { ConnectionKind } from "./connections";
import { toResponse } from "./responses";
import { providers } from "./specParts";
import { connectionSpecs, hasId } from "./specs";

/** A connection as a read returns it. */
export function toConnectionResponse(
  call: Call,
  kind: ConnectionKind,
  object: FlowObject,
): JsonObject {
  const common = toResponse(call, object);
  if (kind !== "connections") {
    return {
      ...common,
      data: { schema: null, properties: null, ...objectOf(object.body["data"]) },
      params: objectOf(object.body["params"]),
      inheritedAttributes: inheritedBase(call, object),
    };
  }
  const { inletId } = object as Connection;
  const auth = objectOf(object.body["auth"]);
  if (inletId === "") {
    return object.body["auth"] === undefined
      ? common
      : { ...common, auth: dated(object, masked(object, auth)) };
  }
  const params = {
    sourceId: object.name,
    name: object.name,
    authenticationRequired: false,
    ...objectOf(auth["params"]),
    inletUrl: `${call.organization.origin}/collection/${inletId}`,
    inletId,
  };
  return { ...common, auth: { ...auth, params } };
}

/** Base connections of destinations show the day on which they were authorized. */
function dated({ body, created }: FlowObject, auth: JsonObject): JsonObject {
  const spec = connectionSpecs.find(hasId(objectOf(body["connectionSpec"])["id"]));
  if (valueAt(spec, "providerId") !== providers.destination) return auth;
  const authorizedDate = new Date(created).toISOString().slice(0, 10);
  return { ...auth, params: { authorizedDate, ...objectOf(auth["params"]) } };
}

/** The authentication without the values of its passwords. */
function masked({ body }: FlowObject, auth: JsonObject): JsonObject {
  const spec = connectionSpecs.find(hasId(objectOf(body["connectionSpec"])["id"]));
  const way = arrayOf(valueAt(spec, "authSpec"))
    .map(objectOf)
    .find(({ name }) => name === auth["specName"]);
  const properties = objectOf(valueAt(way, "spec", "properties"));
  const params = Object.entries(objectOf(auth["params"])).map(([name, value]) => [
    name,
    valueAt(properties, name, "format") === "password" ? "********" : value,
  ]);
  return auth["params"] === undefined ? auth : { ...auth, params: Object.fromEntries(params) };
}

function inheritedBase(call: Call, { body }: FlowObject): JsonObject {
  const base = call.sandbox.connections.get(String(body["baseConnectionId"]));
  return base === undefined
    ? {}
    : { baseConnection: { id: base.id, connectionSpec: base.body["connectionSpec"] } };
}
