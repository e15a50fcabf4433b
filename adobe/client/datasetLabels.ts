import * as z from "zod";

import type { Action } from "./errors";
import type { AdobeHttp } from "./http";
import { isObject } from "./json";
import { own } from "./own";
import { pathSegment } from "./pathSegment";
import { jsonObject, listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";

const entity = z.looseObject({
  labels: optional(listOf(z.string())),
  optionalLabels: optional(listOf(z.unknown())),
  parents: optional(listOf(z.unknown())),
});

/** The labels of a dataset as Adobe has them. */
export interface LabelsOfDataset {
  readonly labels: readonly string[];
  /** Labels of fields, from before Adobe moved these to the schema, in Adobe's form. */
  readonly fieldLabels: readonly unknown[];
  /** What the dataset inherits labels from, in Adobe's form. */
  readonly parents: readonly unknown[];
  /** The version; undefined: Adobe did not say it. */
  readonly etag: string | undefined;
}

function pathOf(id: string, action: Action): string {
  return `/data/foundation/dataset/datasets/${pathSegment(id, action)}/labels`;
}

function entityOf(id: string) {
  return { namespace: "AEP", id, type: "dataset" };
}

/**
 * Adobe's Dataset Service API: the data usage labels of whole datasets
 * (https://experienceleague.adobe.com/en/docs/experience-platform/data-governance/labels/dataset-api).
 */
export class DatasetLabels {
  constructor(private readonly http: AdobeHttp) {}

  /** Undefined: the dataset has none, or does not exist. */
  async get(id: string, { signal }: CallOptions = {}): Promise<LabelsOfDataset | undefined> {
    const action = { verb: "read", kind: "labels of dataset", name: id };
    const path = pathOf(id, action);
    const call = { method: "GET", path, action, signal, mayBeMissing: true } as const;
    const response = await orMissing(this.http.call(call));
    if (response === undefined) return undefined;
    const body = this.http.shaped(jsonObject, response.body, action);
    // The guide has them below a key with the id, the API reference on top.
    const keyed = own(body, `AEP:dataset:${id}`);
    const found = this.http.shaped(entity, isObject(keyed) ? keyed : body, action);
    return {
      labels: found.labels ?? [],
      fieldLabels: found.optionalLabels ?? [],
      parents: found.parents ?? [],
      etag: response.headers.get("etag") ?? undefined,
    };
  }

  /** Gives a dataset its first labels. Adobe responds 403 when it has some. */
  async create(id: string, labels: readonly string[], { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "set", kind: "labels of dataset", name: id };
    const path = pathOf(id, action);
    const body = { entityId: entityOf(id), labels, parents: [] };
    // A second request finds the labels of the first, which changes nothing.
    await this.http.call({ method: "POST", path, body, action, signal, repeatable: true });
  }

  /** Changes the labels of a dataset that has some. Adobe responds 412 when `now` is not the latest version. */
  async replace(
    id: string,
    now: LabelsOfDataset,
    labels: readonly string[],
    { signal }: CallOptions = {},
  ): Promise<void> {
    const action = { verb: "change", kind: "labels of dataset", name: id };
    const { fieldLabels, parents, etag } = now;
    await this.http.call({
      method: "PUT",
      path: pathOf(id, action),
      headers: etag === undefined ? {} : { "if-match": etag },
      body: {
        entityId: entityOf(id),
        labels,
        parents,
        ...(fieldLabels.length === 0 ? {} : { optionalLabels: fieldLabels }),
      },
      action,
      signal,
    });
  }
}
