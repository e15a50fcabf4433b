import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { SegmentDefinition } from "../../state/entities";
import { defaultPolicyOf } from "../profile/mergePolicies";

const maxLimit = 100;

/** A segment definition as the service returns it. */
export function toResponse(call: Call, segment: SegmentDefinition): JsonObject {
  const { id, name, description, expression, evaluation, created, updated } = segment;
  const { sandbox, user } = call;
  const mergePolicyId = segment.mergePolicyId ?? shownPolicy(call, segment);
  return {
    id,
    schema: { name: segment.schemaName },
    profileInstanceId: "ups",
    ...segment.kept,
    imsOrgId: user.orgId,
    sandbox: {
      sandboxId: sandbox.id,
      sandboxName: sandbox.info.name,
      type: sandbox.info.type,
      default: sandbox.info.isDefault,
    },
    name,
    description,
    expression: { type: "PQL", ...expression },
    ...(mergePolicyId === undefined ? {} : { mergePolicyId }),
    evaluationInfo: {
      batch: { enabled: evaluation === "batch" },
      continuous: { enabled: evaluation === "continuous" },
      synchronous: { enabled: evaluation === "synchronous" },
    },
    dataGovernancePolicy: { excludeOptOut: segment.excludeOptOut },
    lifecycleState: segment.lifecycleState,
    creationTime: created,
    updateEpoch: Math.floor(updated / 1000),
    updateTime: updated,
  };
}

function shownPolicy(call: Call, { schemaName }: SegmentDefinition): string | undefined {
  if (call.organization.assume["segment-policy"] === "absent") return undefined;
  return defaultPolicyOf(call, schemaName)?.id;
}

/** The fields by which a page can be sorted. */
const sortFields: Readonly<Record<string, (segment: SegmentDefinition) => number | string>> = {
  creationTime: ({ created }) => created,
  updateTime: ({ updated }) => updated,
  name: ({ name }) => name,
};

/** A page of definitions, as the query says: the newest first. */
export function paginate(call: Call, all: readonly SegmentDefinition[]): JsonObject {
  const { query, organization } = call;
  const [field = "creationTime", order = "desc"] = (query.get("sort") ?? "").split(":");
  const sortField = field in sortFields ? field : "creationTime";
  const direction = order === "asc" ? 1 : -1;
  const valueOf = sortFields[sortField] ?? (() => 0);
  const matching = all
    .filter((one) => isWanted(query, one))
    .toSorted((a, b) => direction * compare(valueOf(a), valueOf(b)));
  const limit = Math.min(Math.max(numberIn(query, "limit", maxLimit), 1), maxLimit);
  const firstPage = organization.assume["segment-page"] === "from-1" ? 1 : 0;
  const pages = Math.max(numberIn(query, "page", firstPage) - firstPage, 0);
  const start = numberIn(query, "start", 0) + pages * limit;
  const page = matching.slice(start, start + limit);
  return {
    segments: page.map((one) => toResponse(call, one)),
    page: {
      totalCount: matching.length,
      totalPages: Math.ceil(matching.length / limit),
      sortField,
      sort: direction === 1 ? "asc" : "desc",
      pageSize: page.length,
      limit,
    },
    link: {},
  };
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `evaluationInfo.<kind>.enabled=true` keeps those of one kind. */
function isWanted(query: URLSearchParams, { evaluation }: SegmentDefinition): boolean {
  return ["batch", "continuous", "synchronous"].every((kind) => {
    const wanted = query.get(`evaluationInfo.${kind}.enabled`);
    return wanted === null || wanted === String(evaluation === kind);
  });
}

function numberIn(query: URLSearchParams, key: string, otherwise: number): number {
  const text = query.get(key);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
