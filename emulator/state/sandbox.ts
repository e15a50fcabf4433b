import type {
  Batch,
  ComputedAttribute,
  Connection,
  CustomLabel,
  Dataset,
  DatasetLabels,
  Descriptor,
  Expiration,
  Flow,
  FlowCounts,
  FlowObject,
  GovernancePolicy,
  KeyPair,
  LakeRow,
  MappingSet,
  MarketingAction,
  MergePolicy,
  QuerySchedule,
  QueryTemplate,
  RejectedRow,
  RegistryChange,
  SegmentDefinition,
  XdmResource,
} from "./entities";
import type { Collection, Log, Store } from "./store";

export interface SandboxInfo {
  readonly name: string;
  readonly title: string;
  readonly type: "production" | "development";
  readonly isDefault: boolean;
}

/** One sandbox with all its objects. */
export class Sandbox {
  readonly id: string;
  readonly resources: Collection<XdmResource>;
  readonly descriptors: Collection<Descriptor>;
  readonly datasets: Collection<Dataset>;
  readonly datasetLabels: Collection<DatasetLabels>;
  readonly batches: Collection<Batch>;
  readonly expirations: Collection<Expiration>;
  readonly mappingSets: Collection<MappingSet>;
  readonly mergePolicies: Collection<MergePolicy>;
  readonly segmentDefinitions: Collection<SegmentDefinition>;
  readonly computedAttributes: Collection<ComputedAttribute>;
  readonly querySchedules: Collection<QuerySchedule>;
  readonly queryTemplates: Collection<QueryTemplate>;
  readonly customLabels: Collection<CustomLabel>;
  readonly marketingActions: Collection<MarketingAction>;
  readonly governancePolicies: Collection<GovernancePolicy>;
  readonly connections: Collection<Connection>;
  readonly sourceConnections: Collection<FlowObject>;
  readonly targetConnections: Collection<FlowObject>;
  readonly keyPairs: Collection<KeyPair>;
  readonly flows: Collection<Flow>;
  readonly flowCounts: Collection<FlowCounts>;
  /** Goes up with each change of the registry; whatever was compiled at a lower revision is stale. */
  registryRevision = 0;

  constructor(
    readonly info: SandboxInfo,
    private readonly store: Store,
  ) {
    this.id = sandboxId(info.name);
    const collection = <T>(kind: string): Collection<T> => store.collection<T>(info.name, kind);
    this.resources = collection("resources");
    this.descriptors = collection("descriptors");
    this.datasets = collection("datasets");
    this.datasetLabels = collection("datasetLabels");
    this.batches = collection("batches");
    this.expirations = collection("expirations");
    this.mappingSets = collection("mappingSets");
    this.mergePolicies = collection("mergePolicies");
    this.segmentDefinitions = collection("segmentDefinitions");
    this.computedAttributes = collection("computedAttributes");
    this.querySchedules = collection("querySchedules");
    this.queryTemplates = collection("queryTemplates");
    this.customLabels = collection("customLabels");
    this.marketingActions = collection("marketingActions");
    this.governancePolicies = collection("governancePolicies");
    this.connections = collection("connections");
    this.sourceConnections = collection("sourceConnections");
    this.targetConnections = collection("targetConnections");
    this.keyPairs = collection("keyPairs");
    this.flows = collection("flows");
    this.flowCounts = collection("flowCounts");
  }

  /** Removes everything that is in it. */
  clear(): void {
    for (const { id } of this.datasets.values()) {
      this.rows(id).clear();
      this.rejected(id).clear();
    }
    for (const { $id } of this.resources.values()) this.changes($id).clear();
    for (const collection of Object.values(this) as unknown[]) {
      if (!isCollection(collection)) continue;
      for (const id of collection.ids()) collection.delete(id);
    }
    this.registryRevision += 1;
  }

  /** The rows of a dataset, in the order of their arrival in the lake. */
  rows(datasetId: string): Log<LakeRow> {
    return this.store.log(this.info.name, `rows/${datasetId}`);
  }

  /** The changes of a resource of the Schema Registry, oldest first. */
  changes(resourceId: string): Log<RegistryChange> {
    return this.store.log(this.info.name, `changes/${resourceId}`);
  }

  /** Records that were received for a dataset and rejected. */
  rejected(datasetId: string): Log<RejectedRow> {
    return this.store.log(this.info.name, `refused/${datasetId}`);
  }
}

function isCollection(value: unknown): value is Collection<unknown> {
  return typeof value === "object" && value !== null && "ids" in value;
}

/** A UUID derived from the name, so that a sandbox has the same id after a restart. */
export function sandboxId(name: string): string {
  const hex = Buffer.from(name.padEnd(16, "\0").slice(0, 16)).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
