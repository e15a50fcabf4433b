import type { ApiError } from "../../common/apiError";
import type { Sandbox } from "../../state/sandbox";
import type { Organization } from "../../state/organization";
import { assumed, documented, seenInClient } from "../../common/behavior";
import { filterBy, sortBy } from "../../common/filter";
import type { JsonObject } from "../../common/json";
import { hexId } from "../../common/ids";
import { noContent, ok, type Call, type Route, type Service } from "../../common/service";
import type { MappingSet, MappingSetVersion } from "../../state/entities";
import { dataPrepError, dataPrepErrors } from "./errors";
import { languageRoutes } from "./language";
import { mappingRoutes } from "./mappings";
import { checkSchema, save, sentSet, setOf, shown, summary, wantedVersion } from "./sets";
import { compiledMapping, mappingSetFrom } from "./mappingSet";

const guide = "Data Prep API guide, mapping sets";
const reference = "Data Prep API reference";
const base = "/data/foundation/conversion";

const accepted = (call: Call, number: number): MappingSetVersion => {
  const body = sentSet(call.body);
  const version = mappingSetFrom(body, number, call.organization.now());
  if (version.schemaRef === undefined || body["mappings"] === undefined) {
    throw dataPrepError(dataPrepErrors.invalid, "Required: outputSchema.schemaRef and mappings.");
  }
  checkSchema(call, version);
  if (call.query.get("validate") === "true") refuseFaults(call, version);
  return version;
};

const refuseFaults = (call: Call, version: MappingSetVersion): void => {
  const { faults } = compiledMapping(call.sandbox, version);
  if (faults.length > 0) {
    throw dataPrepError(
      dataPrepErrors.invalid,
      faults.map(({ mapping, reason }) => `${mapping.destination}: ${reason}`).join(" "),
    );
  }
};

const list = (call: Call): unknown => {
  const [limit, start] = [call.query.get("limit"), call.query.get("start")];
  if (
    (limit === null || start === null) &&
    call.organization.assume["mapping-list-paging"] === "required"
  ) {
    throw dataPrepError(dataPrepErrors.paging, "Send limit and start.");
  }
  const all = call.sandbox.mappingSets.values().flatMap((set) => {
    const version = set.versions.at(-1);
    return version === undefined ? [] : [shown(call, set, version)];
  });
  const name = call.query.get("name");
  const order = call.query.get("orderBy")?.replace("updatedDate", "modifiedDate") ?? null;
  const view = (set: JsonObject): JsonObject => set;
  const named = all.filter((set) => name === null || set["name"] === name);
  const matching = sortBy(filterBy(named, call.query.getAll("property"), view), order, view);
  const from = Number(start ?? 0) || 0;
  const most = Number(limit ?? 10) || 10;
  const page = matching.slice(from, from + most);
  return {
    data: page,
    _page: { count: page.length, limit: most },
    _links: { next: {}, page: {} },
  };
};

export const mappingSetRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/mappingSets",
    behavior: {
      ...documented(
        reference,
        "Lists mapping sets below `data`, with limit (10), start (0), name, orderBy, expandSchema and, from Adobe's client, property.",
      ),
      assumption: "mapping-list-paging",
    },
    handle: (call) => ok(list(call)),
  },
  {
    method: "POST",
    path: "/mappingSets",
    behavior: {
      ...documented(
        guide,
        "Makes a mapping set from either vocabulary and answers 200 (not 201) with id and version 0.",
      ),
      assumption: "mapping-create-status",
    },
    handle: (call) => {
      const version = accepted(call, 0);
      const set: MappingSet = {
        id: hexId(16),
        created: call.organization.now(),
        versions: [version],
      };
      save(call, set);
      return {
        status: Number(call.organization.assume["mapping-create-status"]),
        body: summary(call, set, version),
      };
    },
  },
  {
    method: "GET",
    path: "/mappingSets/:id",
    behavior: {
      ...documented(
        reference,
        "Gives a version of a mapping set; source types read back as text/x.schema-path, text/x.aep-xl and text/plain.",
      ),
      assumption: "mapping-get-default",
    },
    handle: (call) => {
      const set = setOf(call);
      return ok(shown(call, set, wantedVersion(call, set)));
    },
  },
  {
    method: "PUT",
    path: "/mappingSets/:id",
    behavior: documented(
      guide,
      "Replaces a mapping set and answers 200 with the whole set in its next version; dataflows keep the version they name.",
    ),
    handle: (call) => {
      const set = setOf(call);
      const version = accepted(call, (set.versions.at(-1)?.version ?? -1) + 1);
      save(call, { ...set, versions: [...set.versions, version] });
      return ok(shown(call, set, version));
    },
  },
  {
    method: "DELETE",
    path: "/mappingSets/:id",
    behavior: {
      ...seenInClient("aepp deleteMappingSet", "Removes a mapping set."),
      assumption: "mapping-delete",
    },
    handle: (call) => {
      const status = Number(call.organization.assume["mapping-delete"]);
      if (status !== 204) {
        throw dataPrepError(
          { ...dataPrepErrors.deleteRefused, status },
          "A mapping set cannot be deleted.",
        );
      }
      call.sandbox.mappingSets.delete(setOf(call).id);
      return noContent;
    },
  },
];

const sandboxOf = (organization: Organization, name: string | undefined): Sandbox => {
  if (name === undefined)
    throw dataPrepError(dataPrepErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox === undefined) {
    throw dataPrepError(dataPrepErrors.sandboxUnknown, `There is no sandbox ${name}.`);
  }
  return sandbox;
};

const unreadable = (problem: "malformed" | "too-large"): ApiError => {
  const status = problem === "malformed" ? dataPrepErrors.badJson.status : 413;
  return dataPrepError({ ...dataPrepErrors.badJson, status }, "The body could not be read.");
};

/** The HTTP API tutorial has another path for mapping sets than all else: both are served. */
export const dataPrepOldPath: Service = {
  name: "Data Prep, the HTTP API tutorial's path",
  base: "/data/foundation",
  access: "gateway",
  errors: {},
  sandbox: (organization, name) => sandboxOf(organization, name),
  badBody: (problem) => unreadable(problem),
  routes: mappingSetRoutes.map((route) => ({
    ...route,
    behavior: documented(
      "HTTP API streaming tutorial",
      "Answers as the path below /conversion does.",
    ),
  })),
};

/** Mapping sets and the language they are written in. */
export const dataPrep: Service = {
  name: "Data Prep",
  base,
  access: "gateway",
  errors: dataPrepErrors,
  notes: [
    assumed(
      "Each PUT gives a higher version in every sample.",
      "Versions are counted from 0; none is ever overwritten.",
    ),
    assumed(
      "In the reference's form of a mapping set, asked and answered; in no example.",
      "A version reads back with the `tags` it was made with.",
      "mapping-tags",
    ),
  ],
  sandbox: (organization, name) => sandboxOf(organization, name),
  badBody: (problem) => unreadable(problem),
  routes: [...languageRoutes, ...mappingRoutes, ...mappingSetRoutes],
};
