import { fieldGroupProgram, namespaceProgram, sourceProgram } from "../support/programs";
import { up, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const guide = "Adobe's Experience Platform troubleshooting guide";
const namespaces = "/data/core/idnamespace/*";

function makeFieldGroup({ provider }: Stage) {
  return up(provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
}

function makeNamespace({ provider }: Stage) {
  return up(provider, urnOf("identity:Namespace", "shopper"), namespaceProgram);
}

/** The credential, and what it may do. */
export const accessFailures = [
  failure({
    title: "The client secret is wrong or was deleted",
    cause:
      "A credential of Adobe Developer Console may have two client secrets, and an old one can be deleted there. With a secret that is not among them Adobe's identity service (IMS) gives no token.",
    config: { clientSecret: "p8e-no-longer-there" },
    provoke: makeFieldGroup,
  }),
  failure({
    title: "A scope is not one of the credential's",
    cause: "Developer Console lists the scopes of a credential; IMS gives a token for those only.",
    config: { scopes: "openid,AdobeID,read_everything" },
    provoke: makeFieldGroup,
  }),
  failure({
    title: "The project does not have the Experience Platform API",
    cause:
      "A project of Developer Console reaches only the APIs that somebody has added to it. The gateway then does not know the client id.",
    fault: {
      source: guide,
      match: { path: namespaces },
      do: { status: 403, body: { error_code: "403003", message: "Api Key is invalid" } },
    },
    provoke: makeNamespace,
  }),
  failure({
    title: "The product profile is missing",
    cause:
      "A product profile in Admin Console says who may use Experience Platform at all. A credential gets its product profiles in Developer Console, when the API is added to the project.",
    fault: {
      source: guide,
      match: { path: namespaces },
      do: { status: 403, body: { error_code: "403027", message: "User region is missing" } },
    },
    provoke: makeNamespace,
  }),
  failure({
    title: "The organization is not the credential's",
    cause:
      "Each credential belongs to one organization, and the organization's id goes with every request.",
    config: { orgId: "FEDCBA9876543210FEDCBA98@AdobeOrg" },
    provoke: makeFieldGroup,
  }),
  failure({
    title: "The role is missing",
    cause:
      "The product profile lets a credential in; a role says what it may do there, by sandbox. A system administrator adds the credential to a role in Adobe's Permissions, on the tab API credentials.",
    fault: {
      source: "A response of 2026-08-24, in a public repository",
      match: { path: "/data/foundation/schemaregistry/*" },
      do: {
        status: 403,
        body: {
          type: "http://ns.adobe.com/aep/errors/XDM-2010-403",
          title: "Permission management access denied",
          status: 403,
          report: {
            registryRequestId: "1103ab55-da1e-43f9-b609-1bbb176bd1be",
            timestamp: "08-24-2026 04:41:21",
            "detailed-message": "POST access is denied for this resource from access control.",
            "sub-errors": [],
          },
          detail: "POST access is denied for this resource from access control.",
        },
      },
    },
    provoke: makeFieldGroup,
  }),
  failure({
    title: "The role lacks a permission of sources or destinations",
    cause:
      "Dataflows and connections need permissions of their own (those of sources, or those of destinations), which a role for schemas and datasets may not have.",
    fault: {
      source: "The catalog of errors of Flow Service",
      match: { path: "/data/foundation/flowservice/*" },
      do: {
        status: 403,
        body: {
          type: "https://ns.adobe.com/aep/errors/FLOW-2118-403",
          title: "Missing permission",
          status: 403,
          errorMessage:
            "The permission write is missing. Please contact your administrator to resolve permissions and try again.",
        },
      },
    },
    provoke: ({ provider }) => up(provider, urnOf("flow:SourceConnection", "chat"), sourceProgram),
  }),
  failure({
    title: "There is no such sandbox for the credential",
    cause:
      "A sandbox is a separate part of the organization, with schemas and datasets of its own. The credential's role names the sandboxes that it may use.",
    config: { sandbox: "staging" },
    provoke: makeFieldGroup,
  }),
  failure({
    title: "The sandbox's title is given instead of its name",
    cause:
      "Adobe's UI shows a sandbox's title, as Development. Requests have its name, in lower case, which the page Sandboxes shows next to it.",
    config: { sandbox: "Development" },
    provoke: makeFieldGroup,
    handSandbox: "Development",
    byHand: (ui) => ui.flows.findAll("flows"),
  }),
];
