import type { Api } from "./api";
import { isObject, listAt, stringAt, valueAt, type Json } from "./json";
import { kinds, type KindName } from "./kinds";
import { isMark } from "./marks";

/** An object with a name of the probe's. */
export interface Marked {
  readonly kind: KindName;
  readonly id: string;
}

const PAGE = 100;
/** A list that is longer than this has a fault, such as a link to itself. */
const MOST_PAGES = 200;

/** A list could not be read, so nobody knows what is there. */
export class ListError extends Error {
  override readonly name = "ListError";
}

/** Finds what runs of the probe have made: all objects whose name has their mark. Reads only. */
export async function findMarked(api: Api): Promise<readonly Marked[]> {
  const found: Marked[] = [];
  for (const kind of ["flow", "source", "target", "base"] as const) {
    found.push(...(await inFlowService(api, kind)));
  }
  found.push(...(await inPages(api, "mappingSet", {}, (body) => listAt(body, "data"))));
  found.push(...(await inPages(api, "dataset", { properties: "name" }, datasetsOf)));
  const schemas = await inRegistry(api, "schema");
  found.push(...(await descriptorsOf(api, schemas)), ...schemas);
  found.push(...(await inRegistry(api, "fieldGroup")));
  for (const { id } of found) api.owns(id);
  return found;
}

async function list(api: Api, kind: KindName, query: Record<string, string>, accept?: string) {
  const { path, name } = kinds[kind];
  const headers = accept === undefined ? {} : { accept };
  const { status, body, code } = await api.send({ method: "GET", path, query, headers });
  if (status < 300) return body;
  throw new ListError(
    `Adobe rejected a list of ${name} (${[status, code ?? ""].join(" ").trim()}).`,
  );
}

function markedIn(kind: KindName, items: readonly unknown[], id: string, name: string): Marked[] {
  return items.flatMap((item) => {
    const found = stringAt(item, id);
    return found !== undefined && isMark(valueAt(item, name)) ? [{ kind, id: found }] : [];
  });
}

async function inFlowService(api: Api, kind: KindName): Promise<Marked[]> {
  const found: Marked[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const more = token === undefined ? {} : { continuationToken: token };
    const body = await list(api, kind, { limit: String(PAGE), ...more });
    found.push(...markedIn(kind, listAt(body, "items"), "id", "name"));
    const href = stringAt(body, "_links", "next", "href");
    const next = href === undefined ? null : new URL(href, "https://link.invalid").searchParams;
    token = next?.get("continuationToken") ?? undefined;
    if (token === undefined) return found;
  }
  return found;
}

async function inPages(
  api: Api,
  kind: KindName,
  query: Record<string, string>,
  itemsOf: (body: unknown) => readonly unknown[],
): Promise<Marked[]> {
  const found: Marked[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const paging = { limit: String(PAGE), start: String(page * PAGE) };
    const items = itemsOf(await list(api, kind, { ...query, ...paging }));
    found.push(...markedIn(kind, items, "id", "name"));
    if (items.length < PAGE) return found;
  }
  return found;
}

/** Catalog's list is an object keyed by id. */
function datasetsOf(body: unknown): readonly Json[] {
  return Object.entries(isObject(body) ? body : {}).map(([id, dataset]) => ({
    id,
    name: valueAt(dataset, "name"),
  }));
}

async function inRegistry(api: Api, kind: "schema" | "fieldGroup"): Promise<Marked[]> {
  const found: Marked[] = [];
  let start: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = {
      orderby: "title",
      limit: String(PAGE),
      ...(start === undefined ? {} : { start }),
    };
    const body = await list(api, kind, query, "application/vnd.adobe.xed-id+json");
    found.push(...markedIn(kind, listAt(body, "results"), "$id", "title"));
    const next = valueAt(body, "_page", "next");
    if (typeof next !== "string" || next === "" || next === start) return found;
    start = next;
  }
  return found;
}

/** Descriptors have no name: those of marked schemas are the probe's. */
async function descriptorsOf(api: Api, schemas: readonly Marked[]): Promise<Marked[]> {
  if (schemas.length === 0) return [];
  const ids = new Set(schemas.map(({ id }) => id));
  const body = await list(api, "descriptor", {}, "application/vnd.adobe.xdm+json");
  const groups = Object.values(isObject(body) ? body : {});
  return groups
    .flatMap((group) => listAt(group))
    .flatMap((descriptor) => {
      const id = stringAt(descriptor, "@id");
      const isOurs = ids.has(stringAt(descriptor, "xdm:sourceSchema") ?? "");
      return id !== undefined && isOurs ? [{ kind: "descriptor" as const, id }] : [];
    });
}
