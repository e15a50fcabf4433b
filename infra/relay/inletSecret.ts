import * as pulumi from "@pulumi/pulumi";

import type { HttpApiSecret, InletSecret } from "../../handlers/forwarder/settings";
import type { Settings } from "../config";
import type { Inlet, Platform } from "../platform";

/** Where the relay sends. */
export interface Destination extends Pick<Platform, "datasetId" | "schemaId" | "tenantNamespace"> {
  readonly inlet: Inlet;
}

/** What a function needs to log in at Adobe's IMS, and the sandbox that it works in. */
export function loginOf({
  clientId,
  clientSecret,
  imsUrl,
  orgId,
  sandbox,
  scopes,
}: Settings["adobe"]) {
  return {
    clientId,
    clientSecret,
    orgId,
    sandbox,
    ...(imsUrl === undefined ? {} : { imsUrl }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}

/** The secret that the forwarder reads: the streaming endpoint's URL, and with `http-api` the credentials. */
export function inletSecretOf(
  { adobe, relay }: Settings,
  { inlet, datasetId, schemaId, tenantNamespace }: Destination,
): pulumi.Output<InletSecret> {
  const base = pulumi
    .all([inlet.url, inlet.flowId, inlet.settledAt])
    .apply(([inletUrl, flowId, settledAt]) => ({ inletUrl, flowId, settledAt }));
  if (relay.source === "chatlio") return base;
  const httpApi = pulumi
    .all([datasetId, schemaId, tenantNamespace])
    .apply(([dataset, schema, namespace]): HttpApiSecret => ({
      ...loginOf(adobe),
      datasetId: dataset,
      schemaId: schema,
      tenantNamespace: namespace,
    }));
  return pulumi.secret(
    pulumi.all([base, httpApi]).apply(([secret, api]) => ({ ...secret, httpApi: api })),
  );
}
