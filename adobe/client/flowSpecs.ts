import * as z from "zod";

import { flowList, readFlowPages } from "./flowPages";
import type { AdobeHttp } from "./http";
import { objectId, pathSegment } from "./pathSegment";
import { optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/flowservice";

export type SpecKind = "connectionSpecs" | "flowSpecs";

/** What messages call one of a kind. */
export const specNames: Record<SpecKind, string> = {
  connectionSpecs: "connection specification",
  flowSpecs: "flow specification",
};

const item = z.looseObject({
  id: objectId,
  name: optional(z.string()),
  version: optional(z.string()),
  providerId: optional(z.string()),
});
/** One of Adobe's specifications. What only some of them have is read where it is needed. */
export type SpecItem = z.infer<typeof item>;

const list = flowList(item);

/**
 * The specifications of Flow Service: what can be connected (connection specifications), and how data flows
 * (flow specifications). Adobe makes them; a program only reads them.
 */
export class FlowSpecs {
  constructor(private readonly http: AdobeHttp) {}

  /** A specification; undefined when the organization does not have it. */
  async get(
    kind: SpecKind,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<SpecItem | undefined> {
    const action = { verb: "read", kind: specNames[kind], name: id };
    const path = `${BASE}/${kind}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(list, response.body, action).items[0];
  }

  /** The specifications with exactly this name. A source and a destination may have the same. */
  findByName(kind: SpecKind, name: string, options: CallOptions = {}): Promise<SpecItem[]> {
    return this.#list(kind, name, options);
  }

  /** All specifications that the organization has. */
  list(kind: SpecKind, options: ListOptions = {}): Promise<readonly SpecItem[]> {
    const read = (shared: AbortSignal) => this.#list(kind, undefined, { signal: shared });
    return this.http.shared.read(`${BASE}/${kind}`, options, read);
  }

  #list(kind: SpecKind, name: string | undefined, { signal }: CallOptions): Promise<SpecItem[]> {
    const action = { verb: "look up", kind: specNames[kind], name };
    // Adobe's guides quote the name here. The reference has no other parameter, so none is sent.
    const property = name === undefined ? undefined : `name=="${name}"`;
    const call = { path: `${BASE}/${kind}`, query: { property }, action, signal };
    return readFlowPages(this.http, call, list, (one) => name === undefined || one.name === name);
  }
}
