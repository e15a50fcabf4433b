import { objectOf, textOf, type JsonObject } from "../../common/json";
import type { ConnectionKind } from "./connections";
import { flowError, flowErrors } from "./errors";
import { connectionSpecIds } from "./specs";

/** Name of the only way to authenticate that the HTTP API's connection spec has. */
const streamingAuth = "Streaming Connection";

/** Rejects a connection that its connection spec does not allow. */
export function checkBySpec(body: JsonObject, kind: ConnectionKind): void {
  const spec = objectOf(body["connectionSpec"])["id"];
  if (kind === "connections" && spec === connectionSpecIds.httpApi)
    checkAuth(objectOf(body["auth"]));
  if (kind === "sourceConnections" && spec === connectionSpecIds.chatlio) checkFormat(body);
  if (kind === "targetConnections" && spec === connectionSpecIds.dataLake) checkParams(body);
}

function checkAuth({ specName, params }: JsonObject): void {
  if (specName !== streamingAuth) {
    throw flowError(
      flowErrors.badAuthSpec,
      `The auth spec '${textOf(specName)}' could not be found for the connection spec ID ${connectionSpecIds.httpApi}.`,
      "connections",
    );
  }
  const { dataType } = objectOf(params);
  if (dataType !== undefined && !["xdm", "raw"].includes(textOf(dataType))) {
    throw flowError(
      flowErrors.badSpecValue,
      `auth.params.dataType must be xdm or raw, not ${textOf(dataType)}.`,
      "connections",
    );
  }
}

/** The source sends JSON and nothing else. */
function checkFormat(body: JsonObject): void {
  const { format } = objectOf(body["data"]);
  if (format !== undefined && format !== "json") {
    throw flowError(
      flowErrors.badSpecValue,
      `data.format must be json, not ${textOf(format)}.`,
      "sourceConnections",
    );
  }
}

function checkParams(body: JsonObject): void {
  if (objectOf(body["params"])["dataSetId"] === undefined) {
    throw flowError(flowErrors.requiredField, "Required: params.dataSetId.", "targetConnections");
  }
}
