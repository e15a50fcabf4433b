import { without, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { emulatorTenant } from "../../defaults";
import type { ResourceType, XdmResource } from "../../state/entities";
import { classOf, isInUnion } from "./documents";
import { resourcesOf } from "./library";
import { toShortResponse } from "./responses";

const recentResources = 10;

/** What the registry holds of the organization; clients learn their tenant id from it. */
export function stats(call: Call): JsonObject {
  const { sandbox, organization } = call;
  const own = sandbox.resources.values();
  const count = (type: ResourceType): number => own.filter((item) => item.type === type).length;
  const unions = new Set(
    own
      .filter(({ document }) => isInUnion(document))
      .map(({ document }) => classOf(sandbox, document)?.$id),
  );
  return {
    imsOrg: organization.settings.credentials.orgId,
    tenantId: emulatorTenant,
    counts: {
      schemas: count("schemas"),
      mixins: count("mixins"),
      datatypes: count("datatypes"),
      classes: count("classes"),
      unions: unions.size,
    },
    recentlyCreatedResources: recent(call, "created"),
    recentlyUpdatedResources: recent(call, "updated"),
    classUsage: classUsage(call),
  };
}

function recent(call: Call, by: "created" | "updated"): JsonObject[] {
  return call.sandbox.resources
    .values()
    .sort((a, b) => b[by] - a[by])
    .slice(0, recentResources)
    .map((item) => {
      const base = item.type === "schemas" ? classOf(call.sandbox, item.document) : undefined;
      return {
        ...brief(item),
        version: item.version,
        "meta:resourceType": item.type,
        [`meta:${by}`]: longDate(item[by]),
        ...(base === undefined ? {} : { "meta:class": base.$id, "meta:classTitle": base.title }),
      };
    });
}

function brief(resource: XdmResource): JsonObject {
  return {
    ...without(toShortResponse(resource), "version"),
    description: resource.document["description"] ?? "",
  };
}

/** `Sat Feb 02 2019 00:24:30 GMT+0000 (UTC)`, as the registry writes times here. */
function longDate(ms: number): string {
  const [weekday = "", day = "", month = "", year = "", clock = ""] = new Date(ms)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${weekday} ${month} ${day} ${year} ${clock} GMT+0000 (UTC)`;
}

function classUsage(call: Call): unknown {
  const { sandbox, organization } = call;
  const schemas = resourcesOf(sandbox, "tenant", "schemas");
  const classes = new Map(
    schemas
      .map(({ document }) => classOf(sandbox, document))
      .filter((base) => base !== undefined)
      .map((base) => [base.$id, base]),
  );
  const usage = [...classes.values()].map((base) => ({
    base,
    schemas: schemas
      .filter(({ document }) => classOf(sandbox, document)?.$id === base.$id)
      .map(brief),
  }));
  return organization.assume["stats-class-usage"] === "by-class"
    ? Object.fromEntries(usage.map(({ base, schemas: of }) => [base.$id, of]))
    : usage.map(({ base, schemas: of }) => ({
        $id: base.$id,
        title: base.title,
        numberOfSchemas: of.length,
        schemas: of,
      }));
}
