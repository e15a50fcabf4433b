import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import type { Settings } from "../config";
import { inUnit } from "../config/duration";
import { createChatlioInlet, createHttpApiInlet, type Inlet, type Target } from "./dataflow";
import { createModel } from "./schema";

export type { Inlet, Target } from "./dataflow";

/**
 * The Adobe side: field group, schema and identities, dataset, and with a relay the dataflow that it
 * sends to. With `protectData`, destroy keeps everything that holds data.
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

    const { schema, before } = createModel(name, settings, lasting);
    const dataset = new aep.catalog.Dataset(
      `${name}-dataset`,
      {
        description: "One row per event of a Chatlio live chat.",
        schemaId: schema.id,
        profile: relay.profile,
        errorDiagnostics: true,
        forceDestroy: !relay.protectData,
        ...(relay.retention === undefined ? {} : { retentionDays: inUnit("d", relay.retention) }),
      },
      { ...lasting, dependsOn: [...before] },
    );
    // Different names, so that a change of source creates the new dataflow before it deletes the old one.
    this.#target = { dataset, schema };
    this.#provider = provider;
    if (relay.mode === "direct") this.inlet = undefined;
    else if (relay.source === "chatlio")
      this.inlet = createChatlioInlet(name, settings, this.#target, own);
    else this.inlet = createHttpApiInlet(`${name}-http-api`, settings, this.#target, own);

    this.providerId = provider.id;
    this.datasetId = dataset.id;
    this.datasetName = dataset.name;
    this.schemaId = schema.id;
    this.tenantNamespace = schema.tenantNamespace;
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

/** Without the keys whose value is undefined: the provider would take such a key for one that is set. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
