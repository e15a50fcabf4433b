/**
 * The scopes that IMS knows, each by its whole name: no document has a pattern. Where a list stands is said at its key;
 * a scope of a product that none of them names is unknown here and may be known to IMS.
 */
const scopes: Readonly<Record<string, readonly string[]>> = {
  "Developer Console, OAuth 2.0 Scopes": [
    ...["openid", "AdobeID", "email", "address", "profile", "offline_access", "creative_sdk"],
    ...["read_organizations", "additional_info.projectedProductContext"],
    "additional_info.job_function",
  ],
  "Developer Console, OAuth Server-to-Server implementation guide": [
    ...["additional_info.roles", "adobeio_api", "read_client_secret", "manage_client_secrets"],
  ],
  "Asset Compute, API": ["asset_compute", "event_receiver", "event_receiver_api"],
  "Firefly Services, get started": ["session", "additional_info", "firefly_api", "ff_apis"],
  "Experience Platform guides (Query Service, Schema Registry, pipeline)": [
    ...["acp.foundation", "acp.foundation.catalog", "acp.foundation.catalog.credentials"],
    "acp.core.pipeline",
  ],
  "Tags (Reactor API)": [
    ...["reactor_admin", "reactor_approver", "reactor_developer", "reactor_publisher"],
    "reactor_extension_developer",
  ],
  "Adobe's clients and token requests of others": [
    ...["read_pc", "read_pc.acp", "read_pc.dma_tartan", "read_pc.dma_aem_ams", "target_sdk"],
    ...["campaign_sdk", "campaign_config_server_general", "deliverability_service_general"],
    ...["audiencemanager_api", "creative_cloud", "commerce.accs", "adobeio.appregistry.read"],
    ...["cjm.suppression_service.client.delete", "cjm.suppression_service.client.all"],
    ...["ab.manage", "mps", "org.read", "pps.read", "account_cluster.read"],
    ...["assurance_manage_sessions", "assurance_read_events", "assurance_read_annotations"],
    ...["assurance_read_session_annotations", "assurance_read_plugins", "assurance_read_clients"],
  ],
};

const known: ReadonlySet<string> = new Set(Object.values(scopes).flat());

/** Without these IMS gives no token. */
const required: readonly string[] = ["openid", "AdobeID"];

/** Whether IMS gives a token for the scopes of a request, divided by commas or spaces. */
export function areValidScopes(sent: string): boolean {
  const requested = sent.split(/[\s,]+/u).filter((scope) => scope !== "");
  return (
    requested.every((scope) => known.has(scope)) && required.every((one) => requested.includes(one))
  );
}
