import type { Json } from "../../../adobe/client/json";
import { isObject } from "../../../adobe/client/json";
import { startServer } from "./httpServer";
import type { Received, Reply } from "./httpServer";

const FLOW = "/data/foundation/flowservice/";
const MAPPINGS = "/data/foundation/conversion/mappingSets";

/** Adobe's library, as a list and as one of its resources: below `web` it has any field. */
const adobes = {
  results: [],
  $id: "https://ns.adobe.com/xdm/context/one",
  "meta:altId": "_xdm.context.one",
  title: "One of Adobe's",
  properties: { web: { type: "object" } },
};

/**
 * As little of Adobe's platform as it takes to read an object and to write it, whatever the object has: the
 * emulator rejects what it does not know. A PATCH changes what it names, and a PUT
 * replaces, as at Adobe; of a segment definition, a PATCH replaces too.
 */
export async function startFakePlatform() {
  let object: Json = {};
  const server = await startServer((request): Reply => {
    if (request.url.startsWith("/ims")) {
      return { body: { access_token: "token", expires_in: 86_399 } };
    }
    // No dataset has labels here.
    if (request.url.endsWith("/labels")) return { status: 404, body: { code: "PES-404" } };
    if (/\/dulepolicy\/(labels|marketingActions)\/(core|custom)\?/.test(request.url)) {
      return {
        body: { children: ["C1", "C2", "I1", "own", "emailTargeting"].map((name) => ({ name })) },
      };
    }
    if (request.url.includes("/schemaregistry/global/")) return { body: adobes };
    if (request.method !== "GET") object = written(object, request);
    return { body: shown(object, request) };
  });
  return {
    url: server.url,
    close: server.close,
    get object() {
      return object;
    },
    hold(one: Json): void {
      object = structuredClone(one);
    },
  };
}

/** The object in the wrapper of its service. */
function shown(object: Json, { method, url }: Received): unknown {
  const path = url.split("?")[0] ?? "";
  if (path.startsWith(FLOW)) return method === "GET" ? { items: [object] } : object;
  if (path.includes("/dataSets")) {
    const id = String(object["id"]);
    return method === "GET" ? { [id]: without(object, "id") } : [`@/dataSets/${id}`];
  }
  if (path === MAPPINGS) return { data: [object] };
  return object;
}

function written(object: Json, { method, url, headers, body }: Received): Json {
  if (url.includes("/action")) {
    return { ...object, state: url.includes("op=enable") ? "enabled" : "disabled" };
  }
  const sent = JSON.parse(body) as unknown;
  if (method === "PATCH" && Array.isArray(sent)) return patched(object, sent as Operation[]);
  if (method === "PATCH" && url.includes("/query/schedules/")) {
    const { body: operations } = sent as { body: Operation[] };
    return patched(
      object,
      operations.map(({ op, path, value }) => ({
        op,
        path,
        value: path === "/state" ? `${String(value).toUpperCase()}D` : value,
      })),
    );
  }
  if (method === "PATCH" && url.includes("/v2/")) return merged(object, sent as Json);
  if (method === "PATCH" && url.includes("/segment/definitions/")) {
    return { ...(sent as Json), ...ofTheService(object) };
  }
  if (method === "PATCH") return { ...object, ...(sent as Json) };
  expect([method, headers["content-type"]]).toEqual(["PUT", "application/json"]);
  const replaced = { ...(sent as Json), ...ofTheService(object) };
  // Of a policy, people choose the status.
  if (url.includes("/dulepolicy/")) replaced["status"] = (sent as Json)["status"];
  if (!url.includes("mappingSets")) return replaced;
  return { ...replaced, version: Number(object["version"]) + 1 };
}

/** What a service writes to its objects itself. A PUT replaces all else: what it does not have is gone. */
const ownKeys = [
  "id", "@id", "version", "status", "custom", "createTime", "updateTime", "imsOrg", "meta:containerId",
  "meta:registryMetadata", "sandbox", "imsOrgId", "updateEpoch", "sandboxName", "created", "createdClient", "createdUser",
  "updated", "updatedClient", "updatedUser", "_links",
]; // prettier-ignore

function ofTheService(object: Json): Json {
  return Object.fromEntries(
    ownKeys.filter((key) => key in object).map((key) => [key, object[key]]),
  );
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

/** RFC 6902, `add` and `replace`. */
function patched(object: Json, operations: readonly Operation[]): Json {
  const result = structuredClone(object);
  for (const { path, value } of operations) {
    const keys = path
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop() ?? "";
    const holder = keys.reduce<Json>((at, key) => at[key] as Json, result);
    holder[last] = value;
  }
  return result;
}

function merged(left: Json, right: Json): Json {
  const result: Json = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const old = result[key];
    result[key] = isObject(value) ? merged(isObject(old) ? old : {}, value) : value;
  }
  return result;
}

function without(value: Json, key: string): Json {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
