import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { isTimeSeries } from "./retention";
import { formatTag } from "./validate";

const tableTag = "adobe/pqs/table";

/** The name of the dataset's table: its own in lower case, with everything but letters and digits as underscores. */
function tableName(call: Call, body: JsonObject, id: string): string {
  const name = (stringOf(body["name"]) ?? "dataset")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "_")
    .replace(/^_|_$/gu, "");
  const isTaken = call.sandbox.datasets
    .values()
    .some((other) => arrayOf(objectOf(other.body["tags"])[tableTag]).includes(name));
  return isTaken ? `${name}_${id.slice(-4)}` : name;
}

/** The tags that Catalog gives to a new dataset. */
export function newTags(call: Call, body: JsonObject, id: string): JsonObject {
  return {
    [tableTag]: [tableName(call, body, id)],
    [formatTag]: ["delta"],
    acp_validationContext: ["enabled"],
    acp_granular_validation_flags: ["requiredFieldCheck:enabled"],
    acp_granular_plugin_validation_flags: ["identity:enabled", "profile:disabled"],
    ...(isTimeSeries(call, body)
      ? {
          "aep/siphon/partitions": ["_ACP_DATE", "_ACP_BATCHID"],
          "adobe/siphon/partition/definition": [
            "day(timestamp, _ACP_DATE)",
            "identity(_ACP_BATCHID)",
          ],
        }
      : {}),
  };
}

/** Those of a dataset's tags that Catalog gives: they stay when a PUT has no tags at all. */
export function serverTagsOf({ tags }: JsonObject): JsonObject {
  const isServers = (name: string) => /^(?:adobe|aep)\/|^acp_/u.test(name);
  return Object.fromEntries(Object.entries(objectOf(tags)).filter(([name]) => isServers(name)));
}

const profileTag = "unifiedProfile";

/** The dataset, with the time at which it was enabled for Profile next to the tag that enables it. */
export function withTimeOfProfile({ organization }: Call, body: JsonObject): JsonObject {
  const tags = objectOf(body["tags"]);
  const values = arrayOf(tags[profileTag]).map(String);
  const isEnabled = values.some((value) => value.replaceAll(" ", "") === "enabled:true");
  if (!isEnabled || values.some((value) => value.startsWith("enabledAt:"))) return body;
  const time = new Date(organization.now()).toISOString().slice(0, 19).replace("T", " ");
  return { ...body, tags: { ...tags, [profileTag]: [...values, `enabledAt:${time}`] } };
}
