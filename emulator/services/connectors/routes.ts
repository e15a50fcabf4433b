import { documented } from "../../common/behavior";
import { noContent, ok, type Service } from "../../common/service";
import { connectorBehaviors } from "./behaviors";
import { connectorError, connectorErrors, keyGuide } from "./errors";
import { allKeys, createKey, deleteKey, expiryOf, findKey } from "./keys";
import { toReceipt, toResponse } from "./responses";
import { connectorSandbox } from "./validate";

/** The Connectors API: key pairs for encrypted files. */
export const connectors: Service = {
  name: "Connectors",
  base: "/data/foundation/connectors",
  access: "gateway",
  errors: connectorErrors,
  notes: connectorBehaviors,
  sandbox: connectorSandbox,
  spread: {
    missing: (_call, id) => connectorError(connectorErrors.notFound, `There is no key ${id}.`),
    inUse: () => undefined,
  },
  routes: [
    {
      method: "GET",
      path: "/encryption/keys",
      behavior: documented(
        keyGuide,
        "Lists the key pairs. Older editions show a list, newer ones one of its elements.",
      ),
      handle: (call) => ok(allKeys(call).map(toResponse)),
    },
    {
      method: "POST",
      path: "/encryption/keys",
      behavior: documented(
        keyGuide,
        "Makes a key pair of `encryptionAlgorithm`, `params.passPhrase` and, in newer editions, `name`; returns public key, its id and the expiry time. The status 200 is assumed.",
      ),
      handle: (call) => ok(toReceipt(createKey(call))),
    },
    {
      method: "GET",
      path: "/encryption/keys/:id",
      behavior: documented(keyGuide, "Returns a key pair by the id of its public key."),
      handle: (call) => ok(toResponse(findKey(call))),
    },
    {
      method: "DELETE",
      path: "/encryption/keys/:id",
      behavior: documented(keyGuide, "Deletes a key pair and returns 204."),
      handle: (call) => {
        deleteKey(call);
        return noContent;
      },
    },
    {
      method: "GET",
      path: "/encryption/keys/validate/:id",
      behavior: documented(keyGuide, "Says whether a key pair is `Active` or `Expired`."),
      handle: (call) => {
        const pair = findKey(call);
        const isActive = call.organization.now() < expiryOf(pair);
        return ok({ publicKeyId: pair.id, status: isActive ? "Active" : "Expired" });
      },
    },
  ],
};
