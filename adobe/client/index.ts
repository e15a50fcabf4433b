import { Catalog } from "./catalog";
import { ComputedAttributes } from "./computedAttributes";
import { DataAccess } from "./dataAccess";
import { DataPrep } from "./dataPrep";
import { DatasetLabels } from "./datasetLabels";
import { FlowService } from "./flowService";
import { AdobeHttp } from "./http";
import type { HttpOptions } from "./http";
import { IdentityService } from "./identity";
import { createTokenSource } from "./ims";
import type { ImsCredential, TokenSource } from "./ims";
import { KeyPairs } from "./keyPairs";
import { MergePolicies } from "./mergePolicies";
import { Observability } from "./observability";
import { PolicyService } from "./policyService";
import { QuerySchedules } from "./querySchedules";
import { QueryTemplates } from "./queryTemplates";
import { ReadOnceHttp } from "./readOnce";
import { SandboxService } from "./sandbox";
import { SchemaRegistry } from "./schemaRegistry";
import { SegmentDefinitions } from "./segmentDefinitions";

/** Adobe's AEP APIs in production. */
export const DEFAULT_PLATFORM_URL = "https://platform.adobe.io";

/** One sandbox of one organization, and the credential for it. */
export interface ClientOptions
  extends
    ImsCredential,
    Pick<HttpOptions, "fetch" | "timing" | "limiter" | "timeoutMs" | "onResponse" | "consistency"> {
  readonly orgId: string;
  readonly sandbox: string;
  /** Tokens to share with other clients of the same credential. Default: its own. */
  readonly tokens?: TokenSource;
  /** Default {@link DEFAULT_PLATFORM_URL}. */
  readonly platformUrl?: string | undefined;
  /** Whether it only reads, and everything once, so that all it says is of one moment. Default false. */
  readonly readsOnce?: boolean | undefined;
}

/** AEP's services with one token, one limit of concurrent requests and one form of errors. */
export interface AdobeClient {
  readonly registry: SchemaRegistry;
  readonly catalog: Catalog;
  readonly dataAccess: DataAccess;
  readonly datasetLabels: DatasetLabels;
  readonly dataPrep: DataPrep;
  readonly flows: FlowService;
  readonly identity: IdentityService;
  readonly keyPairs: KeyPairs;
  readonly mergePolicies: MergePolicies;
  readonly observability: Observability;
  readonly querySchedules: QuerySchedules;
  readonly queryTemplates: QueryTemplates;
  readonly policies: PolicyService;
  readonly sandboxes: SandboxService;
  readonly computed: ComputedAttributes;
  readonly segments: SegmentDefinitions;
  close(): void;
}

export function createClient(options: ClientOptions): AdobeClient {
  const Http = options.readsOnce === true ? ReadOnceHttp : AdobeHttp;
  const http = new Http({
    ...options,
    platformUrl: options.platformUrl ?? DEFAULT_PLATFORM_URL,
    tokens: options.tokens ?? createTokenSource(options, options.timing, options.fetch),
    secrets: [options.clientSecret],
  });
  return {
    registry: new SchemaRegistry(http),
    catalog: new Catalog(http),
    dataAccess: new DataAccess(http),
    datasetLabels: new DatasetLabels(http),
    dataPrep: new DataPrep(http),
    flows: new FlowService(http),
    identity: new IdentityService(http),
    keyPairs: new KeyPairs(http),
    mergePolicies: new MergePolicies(http),
    observability: new Observability(http),
    querySchedules: new QuerySchedules(http),
    queryTemplates: new QueryTemplates(http),
    policies: new PolicyService(http),
    sandboxes: new SandboxService(http),
    computed: new ComputedAttributes(http),
    segments: new SegmentDefinitions(http),
    close: () => http.close(),
  };
}

export { realTiming } from "./backoff";
export type { Timing } from "./backoff";
export { Limiter } from "./limiter";
export { AdobeError } from "./errors";
