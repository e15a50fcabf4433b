import type { JsonObject } from "../common/json";

export type ResourceType = "schemas" | "mixins" | "classes" | "datatypes" | "behaviors";

/** A resource of the Schema Registry as it was sent, with the keys that the registry adds. */
export interface XdmResource {
  readonly $id: string;
  readonly altId: string;
  readonly type: ResourceType;
  readonly container: "global" | "tenant";
  readonly title: string;
  readonly version: string;
  readonly created: number;
  readonly updated: number;
  /** The document: `title`, `allOf`, `definitions`, `meta:*`… with no server-made keys. */
  readonly document: JsonObject;
}

export interface Descriptor {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly body: JsonObject;
}

/** One change of a resource of the Schema Registry, for its audit log. */
export interface RegistryChange {
  readonly at: number;
  readonly requestId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly updates: readonly {
    readonly action: string;
    readonly path: string;
    readonly value?: unknown;
  }[];
}

export interface Dataset {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly version: string;
  /** What the user may set: name, tags, schemaRef, … */
  readonly body: JsonObject;
}

/** The data usage labels of a dataset. */
export interface DatasetLabels {
  /** The dataset's. */
  readonly id: string;
  readonly labels: readonly string[];
  /** Labels of fields, from before Adobe moved these to the schema; as they are sent. */
  readonly fieldLabels: readonly unknown[];
  readonly etag: string;
}

/** When Data Hygiene is to delete a whole dataset. */
export interface Expiration {
  /** `SD-…` */
  readonly id: string;
  readonly datasetId: string;
  readonly expiry: number;
  readonly cancelled: boolean;
  readonly displayName: string;
  readonly description: string;
  /** Its states, oldest first. */
  readonly history: readonly {
    readonly status: "created" | "updated" | "cancelled";
    readonly expiry: number;
    readonly at: number;
    readonly userId: string;
  }[];
}

export interface Batch {
  readonly id: string;
  readonly datasetId: string;
  readonly status: "success" | "failed";
  readonly created: number;
  /** When its last record came. */
  readonly updated: number;
  readonly recordCount: number;
  readonly failedRecordCount: number;
  /** Why its first record was rejected; only of a failed batch. */
  readonly reason?: string;
}

export interface Mapping {
  readonly id: string;
  readonly sourceType: string;
  readonly source: string;
  readonly destination: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly identity: boolean;
}

export interface MappingSetVersion {
  readonly version: number;
  readonly modified: number;
  readonly name: string | undefined;
  readonly schemaRef: { readonly id: string; readonly contentType: string } | undefined;
  readonly inputSchema: JsonObject | undefined;
  readonly mappings: readonly Mapping[];
  /** As they were sent: `{name, values}` each. */
  readonly tags: readonly unknown[];
}

export interface MappingSet {
  readonly id: string;
  readonly created: number;
  /** By version number; nothing is ever overwritten. */
  readonly versions: readonly MappingSetVersion[];
}

/** How Real-Time Customer Profile merges the fragments of one person. */
export interface MergePolicy {
  readonly id: string;
  /** Empty: it has none. */
  readonly name: string;
  /** The `meta:altId` of its class. */
  readonly schemaName: string;
  readonly identityGraph: string;
  readonly attributeMerge: { readonly type: string; readonly order?: readonly string[] };
  readonly isDefault: boolean;
  readonly isActiveOnEdge: boolean;
  readonly version: number;
  readonly updated: number;
}

/** A query that says which profiles are in an audience. */
export interface SegmentDefinition {
  readonly id: string;
  readonly name: string;
  /** Empty: it has none. */
  readonly description: string;
  /** The `meta:altId` of its class. */
  readonly schemaName: string;
  readonly expression: { readonly format: string; readonly value: string };
  /** Undefined: that of its class's default. */
  readonly mergePolicyId: string | undefined;
  readonly evaluation: "batch" | "continuous" | "synchronous";
  readonly lifecycleState: string;
  readonly excludeOptOut: boolean;
  /** What is kept as it was sent: `profileInstanceId`, `payloadSchema`, `ttlInDays`. */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly created: number;
  readonly updated: number;
}

/** An attribute of profiles that is computed from their events. */
export interface ComputedAttribute {
  readonly id: string;
  /** Of its field: letters and digits. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly expression: string;
  readonly keepCurrent: boolean;
  readonly duration: { readonly count: number; readonly unit: string };
  /** `NEW`: published, whatever the evaluation has come to since then. */
  readonly status: "DRAFT" | "NEW" | "DISABLED";
  /** When it was published, in milliseconds since 1970. */
  readonly published?: number;
  readonly created: number;
  readonly updated: number;
  readonly createdBy: string;
}

/** A pair of keys by which encrypted files are read. */
export interface KeyPair {
  readonly id: string;
  /** Undefined: none was sent. */
  readonly name: string | undefined;
  readonly algorithm: string;
  readonly publicKey: string;
  /** In milliseconds since 1970. */
  readonly created: number;
}

/** A query of Query Service that is saved under a name. */
export interface QueryTemplate {
  readonly id: string;
  readonly name: string;
  readonly sql: string;
  /** Values for the keys that stand in the SQL behind a `$`. Undefined: none were sent. */
  readonly queryParameters: Readonly<Record<string, unknown>> | undefined;
  readonly created: number;
  readonly updated: number;
  readonly userId: string;
  /** Undefined: it is as it was made. */
  readonly lastUpdatedBy: string | undefined;
}

/** When and by whom an object of Policy Service was made and last changed. */
export interface Stamps {
  readonly created: number;
  readonly createdClient: string;
  readonly createdUser: string;
  readonly updated: number;
  readonly updatedClient: string;
  readonly updatedUser: string;
}

/** A data usage label of the organization's own. */
export interface CustomLabel extends Stamps {
  readonly name: string;
  readonly category: string;
  readonly friendlyName: string;
  /** Empty: it has none. */
  readonly description: string;
}

/** What somebody may do with data, for policies to deny. */
export interface MarketingAction extends Stamps {
  readonly name: string;
  /** Empty: it has none. */
  readonly description: string;
}

/** A data usage policy: which labels deny which marketing actions. */
export interface GovernancePolicy extends Stamps {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** As `core/emailTargeting`, the name encoded for a URL. */
  readonly marketingActions: readonly string[];
  /** Empty: it has none. */
  readonly description: string;
  /** Either `label`, or `operator` and `operands`. */
  readonly deny: JsonObject;
}

/** A query of Query Service that is run again and again. */
export interface QuerySchedule {
  readonly id: string;
  /** As it was sent: `dbName`, `sql` or `templateId`, `name` and more. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The cron expression, or one of its short forms. */
  readonly cron: string;
  readonly startDate: string;
  readonly endDate: string | undefined;
  readonly maxActiveRuns: number;
  readonly isEnabled: boolean;
  /** Until then, in milliseconds since 1970, it is still being registered, or has its former state. */
  readonly settledAt: number;
  /** Whether the first registration has ended, or a change of the state is in progress. */
  readonly passing: "registering" | "changing";
  readonly created: number;
  readonly updated: number;
  readonly userId: string;
  readonly updatedUserId: string;
}

export interface SpecRef {
  readonly id: string;
  readonly version: string;
}

/** What all objects of Flow Service have in common. */
export interface FlowObject {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly etag: string;
  readonly state: string;
  readonly name: string;
  /** Everything else as it was sent. */
  readonly body: JsonObject;
}

/** A base connection (`/connections`). */
export interface Connection extends FlowObject {
  readonly inletId: string;
}

export interface Flow extends FlowObject {
  readonly inletId: string;
  /** The transition in flight, its end (ms) and the state before it; undefined when there is none. */
  readonly pending:
    | {
        readonly operation: "enable" | "disable" | "update" | "delete";
        readonly until: number;
        readonly from?: string;
      }
    | undefined;
  readonly lastOperation: {
    readonly operation: string;
    readonly started: number;
    readonly updated: number;
  };
}

/** A streaming endpoint and what it belongs to. */
export interface Inlet {
  readonly id: string;
  readonly sandbox: string;
  readonly owner: { readonly kind: "flow" | "connection"; readonly id: string };
}

/** A row in the lake. */
export interface LakeRow {
  readonly at: number;
  /** When it becomes visible (ms). */
  readonly visibleAt: number;
  readonly flowId: string | undefined;
  readonly row: JsonObject;
}

/** A record that was received and then rejected. */
export interface RejectedRow {
  readonly at: number;
  readonly flowId: string | undefined;
  readonly batchId: string;
  readonly row: unknown;
  readonly reason: string;
}

export interface Namespace {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly idType: string;
  readonly custom: boolean;
  readonly updateTime: number;
  readonly createTime: number;
}

/** Counts of the records a dataflow has received so far. */
export interface FlowCounts {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly received: number;
  readonly delivered: number;
  /** Records that were rejected. The key is in data directories, so it keeps its spelling. */
  readonly refused: number;
  /** Bytes of all records, and of those that are in the lake. */
  readonly bytes: number;
  readonly deliveredBytes: number;
}
