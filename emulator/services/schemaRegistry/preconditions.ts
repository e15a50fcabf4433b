import { headerValue, mediaTypeOf } from "../../common/headers";
import { objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Descriptor, XdmResource } from "../../state/entities";
import { toDescriptorResponse } from "./descriptorResponses";
import { registryError, registryErrors } from "./errors";
import { toResponse } from "./responses";

const jsonPatchType = "application/json-patch+json";

/** Media types in which the registry reads a patch, and the one for which it has an error of its own. */
export const patchTypes = ["application/json", jsonPatchType];

/** Rejects a patch with JSON Patch's own media type, which the registry does not take. */
export function checkPatchType(call: Call): void {
  if (mediaTypeOf(call.headers) !== jsonPatchType) return;
  if (call.organization.assume["registry-patch-type"] === "accepted") return;
  throw registryError(
    registryErrors.patchType,
    `Content-Type '${jsonPatchType}' is not supported.`,
  );
}

/** Rejects a change whose If-Match, which is optional, is neither version nor eTag of the resource. */
export function checkIfMatch(call: Call, resource: XdmResource): void {
  const { organization, sandbox } = call;
  checkTag(call, resource.version, () => toResponse(organization, sandbox, resource));
}

/** The same for a descriptor. */
export function checkDescriptorIfMatch(call: Call, descriptor: Descriptor): void {
  checkTag(call, "1", () => toDescriptorResponse(call, descriptor));
}

function checkTag(call: Call, version: string, toBody: () => JsonObject): void {
  const sent = headerValue(call.headers["if-match"])?.replaceAll('"', "");
  if (sent === undefined || sent === "*" || sent === version) return;
  if (sent === stringOf(objectOf(toBody()["meta:registryMetadata"])["eTag"])) return;
  throw registryError(
    { ...registryErrors.stale, status: Number(call.organization.assume["registry-if-match"]) },
    `The resource is at version ${version}.`,
  );
}
