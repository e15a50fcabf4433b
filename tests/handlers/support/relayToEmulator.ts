import type { XdmFields } from "../../../adobe/provider/xdm/field";
import { toRegistry } from "../../../adobe/provider/xdm/fieldForm";
import { chatlioSender } from "../../../handlers/forwarder/chatlioSender";
import { Forwarder } from "../../../handlers/forwarder/forwarder";
import { forwarderSettings, type InletSecret } from "../../../handlers/forwarder/settings";
import {
  fieldGroupProperties,
  mappings,
  siteMappings,
  standardFieldGroups,
  withSiteFields,
  type SiteIdentity,
} from "../../../handlers/model";
import { applyPrivacy } from "../../../handlers/privacy";
import { createReceiver } from "../../../handlers/receiver/handler";
import { saltsOf } from "../../../handlers/receiver/salts";
import type { ReceiverSettingsInput } from "../../../handlers/receiver/settings";
import { httpFetch as fetch } from "../../../handlers/shared/httpFetch";
import type { Meter } from "../../../handlers/shared/metrics";
import type { Queue } from "../../../handlers/shared/queue";
import type { Client } from "../../emulator/support/client";
import { inletPath, makePipeline, rowsOf, tenant } from "../../emulator/support/objects";
import { seededRandom } from "../../support/random";
import { invocation, webhook } from "./events";
import { batch, record } from "./messages";
import { receiverSettingsOf, token } from "./settings";

const silent = {
  log: () => undefined,
  meter: { count: () => undefined, time: () => undefined, flush: () => undefined } satisfies Meter,
};
const queueUrls = {
  queueUrl: "https://sqs.example/events",
  deadLetterQueueUrl: "https://sqs.example/dead",
};

/** The real receiver and forwarder around a list in place of SQS, and a dataset of the emulator. */
export class RelayToEmulator {
  /** Messages that the receiver has sent, in order. */
  readonly messages: string[] = [];
  /** The time of the receiver, in milliseconds since 1970. */
  now = Date.now();

  private readonly queue: Queue = {
    send: (_, text) => {
      this.messages.push(text);
      return Promise.resolve();
    },
    extendVisibility: () => Promise.resolve(),
  };

  private constructor(
    private readonly client: Client,
    private readonly identities: readonly SiteIdentity[],
    private readonly inlet: InletSecret,
    /** `$id` of the schema. */
    readonly schemaId: string,
    readonly datasetId: string,
    private readonly settings: Partial<ReceiverSettingsInput>,
  ) {}

  /**
   * Makes dataset and dataflow as the program would.
   *
   * @param settings of the receiver, that differ from the tests' own
   */
  static async make(
    client: Client,
    identities: readonly SiteIdentity[] = [],
    settings: Partial<ReceiverSettingsInput> = {},
  ): Promise<RelayToEmulator> {
    const site = { identities, consents: receiverSettingsOf(settings).consents };
    const own = [...mappings, ...siteMappings(site)].map((mapping) => ({
      ...mapping,
      destination: mapping.destination.replace(/^_tenant\./, `${tenant}.`),
    }));
    const fields = toRegistry(withSiteFields(fieldGroupProperties, site) as XdmFields);
    const { datasetId, flowId, schemaId } = await makePipeline(
      client,
      own,
      fields,
      standardFieldGroups,
    );
    const inletUrl = client.url + (await inletPath(client, flowId));
    return new RelayToEmulator(
      client,
      identities,
      { inletUrl, flowId },
      schemaId,
      datasetId,
      settings,
    );
  }

  /** Receives a webhook, with `synthetic` as a test of the relay. Throws unless it is accepted. */
  async receive(event: string, body: Buffer | string, synthetic = false): Promise<void> {
    const settings = receiverSettingsOf({
      ...queueUrls,
      ...this.settings,
      identities: [...this.identities],
    });
    const parts = {
      settings,
      readSalts: saltsOf(settings),
      applyPrivacy,
      queue: this.queue,
      ...silent,
    };
    const receiver = createReceiver({ ...parts, now: () => this.now });
    const query = `token=${token}${synthetic ? "&synthetic=true" : ""}`;
    const request = webhook({ path: `/chatlio/main/${event}`, body, query });
    const { statusCode } = await receiver(request, invocation());
    if (statusCode !== 202) throw new Error(`${event}: ${statusCode}`);
  }

  /** Sends messages to the emulator. Throws unless all of them are delivered. */
  async deliver(texts: readonly string[] = this.messages): Promise<void> {
    const forwarder = new Forwarder({
      settings: forwarderSettings.parse({
        ...queueUrls,
        inletSecretArn: "arn",
        inletSecretVersionId: "v1",
      }),
      queue: this.queue,
      inlet: { read: () => Promise.resolve(this.inlet), invalidate: () => undefined },
      makeSender: (secret) => chatlioSender(secret, fetch),
      ...silent,
      now: Date.now,
      random: seededRandom(1).next,
    });
    const records = texts.map((text, index) => record(`m${index}`, text));
    const { batchItemFailures } = await forwarder.handle(batch(...records), {
      getRemainingTimeInMillis: () => 60_000,
    });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} failed`);
  }

  /** The rows of the dataset. Throws when one was rejected. */
  async rows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { rows, rejected } = (await rowsOf(this.client, this.datasetId)) as {
      rows: Record<string, unknown>[];
      rejected: { reason: string }[];
    };
    if (rejected.length > 0) throw new Error(rejected.map(({ reason }) => reason).join(", "));
    return rows;
  }
}
