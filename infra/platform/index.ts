import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import { mappings } from "../../handlers/model";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";
import { everyDirectMapping } from "../direct/mappings";
import { keptInputs } from "./adoptedSchema";
import { createChatlioInlet, createHttpApiInlet, type Inlet, type Target } from "./dataflow";
import { findExisting, type FoundTarget } from "./existing";
import { createModel } from "./schema";

export { latest } from "./dataflow";
export type { Inlet, Target } from "./dataflow";

/**
 * The Adobe side: field group, schema and identities, dataset, and with a relay the dataflow that it
 * sends to. With `protectData`, destroy keeps everything that holds data. With `existing`, schema and dataset
 * are somebody else's, and the stack has only the dataflow.
 */
export class Platform extends pulumi.ComponentResource {
  readonly datasetId: pulumi.Output<string>;
  readonly datasetName: pulumi.Output<string>;
  readonly schemaId: pulumi.Output<string>;
  /** The organization's namespace with its underscore. */
  readonly tenantNamespace: pulumi.Output<string>;
  /** The relay's streaming endpoint; undefined without a relay. */
  readonly inlet: Inlet | undefined;
  /** Id of the provider resource: random, and in the state before anything else is created. */
  readonly providerId: pulumi.Output<string>;
  // Private: what a component shows is also in its outputs in the state.
  readonly #target: Target;
  readonly #provider: aep.Provider;

  constructor(name: string, settings: Settings, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:platform:Platform", name, {}, opts);
    const { adobeProvider, prefix, relay } = settings;
    const provider = new aep.Provider(
      `${name}-adobe`,
      { ...given(adobeProvider), namePrefix: prefix },
      { parent: this },
    );
    const own: pulumi.CustomResourceOptions = { parent: this, provider };
    const lasting = { ...own, retainOnDelete: relay.protectData };

    const found =
      relay.existing === undefined
        ? createTarget(name, settings, lasting)
        : findExisting(relay.existing, settings, destinationsOf(relay), own);
    // Different names, so that a change of source creates the new dataflow before it deletes the old one.
    this.#target = found;
    this.#provider = provider;
    if (relay.mode === "direct") this.inlet = undefined;
    else if (relay.source === "chatlio")
      this.inlet = createChatlioInlet(name, settings, this.#target, own);
    else this.inlet = createHttpApiInlet(`${name}-http-api`, settings, this.#target, own);

    this.providerId = provider.id;
    this.datasetId = found.datasetId;
    this.datasetName = found.datasetName;
    this.schemaId = found.schemaId;
    this.tenantNamespace = found.tenantNamespace;
    this.registerOutputs({
      datasetId: this.datasetId,
      datasetName: this.datasetName,
      schemaId: this.schemaId,
      tenantNamespace: this.tenantNamespace,
      inlet: this.inlet,
      providerId: this.providerId,
    });
  }

  /** Dataset and schema, for further dataflows. */
  get target(): Target {
    return this.#target;
  }

  /** The provider of all objects in Adobe. */
  get provider(): aep.Provider {
    return this.#provider;
  }
}

/** Field group, schema, identities and dataset of this stack's own: created by it, or adopted. */
function createTarget(
  name: string,
  settings: Settings,
  lasting: pulumi.CustomResourceOptions,
): FoundTarget {
  const { relay } = settings;
  const { schema, before } = createModel(name, settings, lasting);
  const dataset = new aep.catalog.Dataset(
    `${name}-dataset`,
    {
      description: "One row per event of a Chatlio live chat.",
      schemaId: schema.id,
      profile: relay.profile,
      errorDiagnostics: true,
      forceDestroy: !relay.protectData,
      ...daysOf("retentionDays", relay.retention),
      ...daysOf("profileRetentionDays", relay.profileRetention),
    },
    { ...lasting, dependsOn: [...before], ignoreChanges: keptInputs(relay).dataset },
  );
  return {
    datasetId: dataset.id,
    datasetName: dataset.name,
    schemaId: schema.id,
    tenantNamespace: schema.tenantNamespace,
    fields: schema.fields,
  };
}

/** A retention as an input; nothing when the configuration has none. */
function daysOf<K extends string>(input: K, time: number | undefined): { [P in K]?: number } {
  return time === undefined ? {} : ({ [input]: inUnit("d", time) } as { [P in K]: number });
}

/** Paths of all fields that the stack's dataflows fill. The relay fills all, also where Adobe maps nothing. */
function destinationsOf(relay: Settings["relay"]): readonly string[] {
  const used = relay.mode === "direct" ? everyDirectMapping(relay) : mappings;
  return [...new Set(used.map(({ destination }) => destination))];
}

/** Without the keys whose value is undefined: the provider would take such a key for one that is set. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
