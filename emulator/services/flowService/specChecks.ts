import { objectOf, textOf, type JsonObject } from "../../common/json";
import { contentTypeFault } from "../../common/schemaContentType";
import type { Call } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "../schemaRegistry/library";
import type { ConnectionKind } from "./connections";
import { flowError, flowErrors } from "./errors";
import { connectionSpecIds } from "./specs";

/** Name of the only way to authenticate that the HTTP API's connection spec has. */
const streamingAuth = "Streaming Connection";

/** Rejects a connection that its connection spec does not allow. */
export function checkBySpec({ sandbox }: Call, body: JsonObject, kind: ConnectionKind): void {
  const spec = objectOf(body["connectionSpec"])["id"];
  if (kind === "connections" && spec === connectionSpecIds.httpApi)
    checkAuth(objectOf(body["auth"]));
  if (kind === "sourceConnections" && spec === connectionSpecIds.chatlio) checkFormat(body);
  if (kind === "targetConnections" && spec === connectionSpecIds.dataLake) {
    checkParams(body);
    checkTargetSchema(sandbox, body);
  }
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

/** The version of the schema of the target's data, where one is named. */
function checkTargetSchema(sandbox: Sandbox, body: JsonObject): void {
  const { id, version } = objectOf(objectOf(body["data"])["schema"]);
  if (version === undefined) return;
  const fault = contentTypeFault(version, findResource(sandbox, textOf(id))?.version);
  if (fault !== undefined) {
    throw flowError(flowErrors.badSpecValue, `data.schema.version: ${fault}`, "targetConnections");
  }
}
