import type { Api } from "./api";
import type { Marked } from "./journal";
import { isObject, listAt, stringAt, valueAt, type Json } from "./json";
import { kinds, type KindName } from "./kinds";
import { isOfProbe, isProbeName } from "./probeNames";

const PAGE = 100;
/** A list that is longer than this has a fault, such as a link to itself. */
const MOST_PAGES = 200;

/** A list could not be read, so nobody knows what is there. */
export class ListError extends Error {
  override readonly name = "ListError";
}

/**
 * Finds what runs of the probe have made: objects that name a run in name and description, and what only such an object can
 * have (mapping sets and descriptors of a marked schema). Reads only.
 */
export async function findMarked(api: Api): Promise<readonly Marked[]> {
  const [flows, datasets, schemas, fieldGroups] = await settled([
    settled(flowKinds.map((kind) => inFlowService(api, kind))),
    inPages(api, "dataset", { properties: "name,description" }, datasetsOf),
    inRegistry(api, "schema"),
    inRegistry(api, "fieldGroup"),
  ]);
  const ids = new Set(schemas.map(({ id }) => id));
  const [mappingSets, descriptors] = await settled([
    mappingSetsOf(api, ids),
    descriptorsOf(api, ids),
  ]);
  const found = [
    ...flows.flat(),
    ...mappingSets,
    ...datasets,
    ...descriptors,
    ...schemas,
    ...fieldGroups,
  ];
  for (const { id } of found) api.owns(id);
  return found;
}

/** Waits for all, also when one fails: nothing may still go on when the caller is told of it. */
async function settled<Values extends readonly unknown[]>(promises: {
  readonly [Key in keyof Values]: Promise<Values[Key]>;
}): Promise<Values> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

const flowKinds = ["flow", "source", "target", "base"] as const;

async function list(api: Api, kind: KindName, query: Record<string, string>, accept?: string) {
  const { path, name } = kinds[kind];
  const headers = accept === undefined ? {} : { accept };
  const { status, body, code } = await api.send({ method: "GET", path, query, headers });
  if (status < 300) return body;
  throw new ListError(
    `Adobe rejected a list of ${name} (${[status, code ?? ""].join(" ").trim()}).`,
  );
}

/** The objects of a list that name a run in name and description. */
function markedIn(kind: KindName, items: readonly unknown[]): Marked[] {
  return items.flatMap((item) => {
    const id = stringAt(item, "id");
    const isOurs = isOfProbe(valueAt(item, "name"), valueAt(item, "description"));
    return id !== undefined && isOurs ? [{ kind, id }] : [];
  });
}

async function inFlowService(api: Api, kind: KindName): Promise<Marked[]> {
  const found: Marked[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const more = token === undefined ? {} : { continuationToken: token };
    const body = await list(api, kind, { limit: String(PAGE), ...more });
    found.push(...markedIn(kind, listAt(body, "items")));
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
  isOurs: (kind: KindName, items: readonly unknown[]) => Marked[] = markedIn,
): Promise<Marked[]> {
  const found: Marked[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const paging = { limit: String(PAGE), start: String(page * PAGE) };
    const items = itemsOf(await list(api, kind, { ...query, ...paging }));
    found.push(...isOurs(kind, items));
    if (items.length < PAGE) return found;
  }
  return found;
}

/** Mapping sets have no description: the probe's have its name and one of its schemas. */
function mappingSetsOf(api: Api, schemas: ReadonlySet<string>): Promise<Marked[]> {
  const itemsOf = (body: unknown) => listAt(body, "data");
  return inPages(api, "mappingSet", {}, itemsOf, (kind, items) =>
    items.flatMap((item) => {
      const id = stringAt(item, "id");
      const schema = stringAt(item, "outputSchema", "schemaRef", "id") ?? "";
      const isOurs = isProbeName(valueAt(item, "name")) && schemas.has(schema);
      return id !== undefined && isOurs ? [{ kind, id }] : [];
    }),
  );
}

/** Catalog's list is an object keyed by id. */
function datasetsOf(body: unknown): readonly Json[] {
  return Object.entries(isObject(body) ? body : {}).map(([id, dataset]) => ({
    id,
    name: valueAt(dataset, "name"),
    description: valueAt(dataset, "description"),
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
    // Only the whole resources have descriptions.
    const body = await list(api, kind, query, "application/vnd.adobe.xed+json");
    const items = listAt(body, "results").map((item) => ({
      id: valueAt(item, "$id"),
      name: valueAt(item, "title"),
      description: valueAt(item, "description"),
    }));
    found.push(...markedIn(kind, items));
    const next = valueAt(body, "_page", "next");
    if (typeof next !== "string" || next === "" || next === start) return found;
    start = next;
  }
  return found;
}

/** Descriptors have no name: those of marked schemas are the probe's. */
async function descriptorsOf(api: Api, schemas: ReadonlySet<string>): Promise<Marked[]> {
  if (schemas.size === 0) return [];
  const body = await list(api, "descriptor", {}, "application/vnd.adobe.xdm+json");
  const groups = Object.values(isObject(body) ? body : {});
  return groups
    .flatMap((group) => listAt(group))
    .flatMap((descriptor) => {
      const id = stringAt(descriptor, "@id");
      const isOurs = schemas.has(stringAt(descriptor, "xdm:sourceSchema") ?? "");
      return id !== undefined && isOurs ? [{ kind: "descriptor" as const, id }] : [];
    });
}
