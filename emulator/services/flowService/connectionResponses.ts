import { objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Connection, FlowObject } from "../../state/entities";
import type { ConnectionKind } from "./connections";
import { toResponse } from "./responses";

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
  if (inletId === "") return { ...common, auth };
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

function inheritedBase(call: Call, { body }: FlowObject): JsonObject {
  const base = call.sandbox.connections.get(String(body["baseConnectionId"]));
  return base === undefined
    ? {}
    : { baseConnection: { id: base.id, connectionSpec: base.body["connectionSpec"] } };
}
