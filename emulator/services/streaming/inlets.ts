import { objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Inlet } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { inletAuthError, inletError, inletErrors } from "./errors";
import { limitRequests } from "./limits";

/** A streaming endpoint with what it belongs to. */
export interface OpenInlet {
  readonly inlet: Inlet;
  readonly sandbox: Sandbox;
  /** `auth.params` of the base connection; empty for a dataflow's own endpoint. */
  readonly params: JsonObject;
}

/** The streaming endpoint that a request is for. Throws 404, 429, or 401 when it requires a valid token. */
export function openInlet(call: Call): OpenInlet {
  const id = call.params["inlet"] ?? "";
  const inlet = call.organization.inlets.get(id);
  const sandbox = inlet === undefined ? undefined : call.organization.sandbox(inlet.sandbox);
  if (inlet === undefined || sandbox === undefined) {
    throw inletError(inletErrors.unknownInlet, id, "Inlet is not known");
  }
  const connection =
    inlet.owner.kind === "connection" ? sandbox.connections.get(inlet.owner.id) : undefined;
  const params = objectOf(objectOf(connection?.body["auth"])["params"]);
  limitRequests(call, id);
  if (params["authenticationRequired"] === true) authorize(call, id);
  return { inlet, sandbox, params };
}

function authorize({ headers, organization }: Call, id: string): void {
  const token = /^bearer +(\S+)$/iu.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) {
    throw inletAuthError(inletErrors.tokenMissing, id, "Ims service token is empty");
  }
  if (organization.tokens.callerOf(token) !== undefined) return;
  const status = Number(organization.assume["inlet-bad-token"]);
  throw inletAuthError(
    { ...inletErrors.tokenInvalid, status },
    id,
    // The tutorial shows one text, for a token that is missing or invalid.
    "Ims service token is empty",
  );
}
