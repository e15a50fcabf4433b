import type { FlowItem } from "../../../adobe/client/flowService";
import type { Json } from "../../../adobe/client/json";
import type { Properties } from "../../../provider-sdk";
import { destinationFlowProgram, makeAudiences, makeDestination } from "./destinations";
import type { DestinationName, DestinationParts } from "./destinations";
import { startHarness } from "./harness";
import type { Harness } from "./harness";
import { refresh, urnOf } from "./stack";
import type { Deployed } from "./stack";

export const SELECTORS = "/transformations/0/params/segmentSelectors/selectors";

interface Params {
  readonly profileSelectors?: Json;
  readonly profileMapping?: Json;
}

/** A harness with what dataflows to destinations need: an account and target of each kind, and five audiences. */
export class Activations {
  private constructor(
    readonly harness: Harness,
    private readonly parts: Readonly<Record<DestinationName, DestinationParts>>,
    readonly ids: readonly string[],
  ) {}

  static async start(options: Parameters<typeof startHarness>[0] = {}): Promise<Activations> {
    const harness = await startHarness(options);
    const { provider } = harness;
    const parts = {
      "Amazon Kinesis": await makeDestination(provider, "Amazon Kinesis", "stream"),
      "Amazon S3": await makeDestination(provider, "Amazon S3", "files"),
    };
    const audiences = await makeAudiences(provider, ["one", "two", "three", "four", "five"]);
    return new Activations(
      harness,
      parts,
      audiences.map(({ id }) => id),
    );
  }

  /** Audiences by their numbers, from 1. */
  audiences(...numbers: readonly number[]): Properties[] {
    return numbers.map((number) => ({ id: this.ids[number - 1] }));
  }

  exported(number: number, how: Properties): Properties {
    return { id: this.ids[number - 1], ...how };
  }

  streaming(activation: Properties, more: Properties = {}): Properties {
    const kind = "Amazon Kinesis";
    return { ...destinationFlowProgram(kind, this.parts[kind], activation), ...more };
  }

  files(activation: Properties): Properties {
    return destinationFlowProgram("Amazon S3", this.parts["Amazon S3"], activation);
  }

  /** A dataflow as Adobe has it. */
  async there({ id }: { readonly id: string }) {
    const found = await this.harness.ui.flows.get("flows", id);
    if (found === undefined) throw new Error("gone");
    const params = paramsOf(found);
    return {
      found,
      params: params as Params,
      audiences: selected(params, "segmentSelectors"),
      attributes: selected(params, "profileSelectors"),
    };
  }

  /** The numbers of its audiences. */
  async numbersThere(deployed: { readonly id: string }): Promise<number[]> {
    const { audiences } = await this.there(deployed);
    return audiences.map(({ id }) => this.ids.indexOf(String(id)) + 1);
  }

  /** Somebody changes it in Adobe's UI. */
  async byHand({ id }: { readonly id: string }, ...operations: readonly Json[]): Promise<void> {
    const { etag = "" } = (await this.there({ id })).found;
    await this.harness.ui.flows.patch("flows", id, operations, etag);
  }

  /** An operation that adds an audience. */
  added(number: number, more: Properties = {}): Json {
    const value = { type: "PLATFORM_SEGMENT", value: this.exported(number, more) };
    return { op: "add", path: `${SELECTORS}/-`, value };
  }

  async refreshed(deployed: Deployed): Promise<Deployed> {
    const read = await refresh(this.harness.provider, deployed);
    if (read === undefined) throw new Error("gone");
    return read;
  }
}

export function flowUrn(name: string): string {
  return urnOf("flow:Dataflow", name);
}

function paramsOf(flow: FlowItem): Json {
  const [first] = flow["transformations"] as readonly { readonly params: Json }[];
  return first?.params ?? {};
}

function selected(params: Json, key: string): Json[] {
  const { selectors = [] } = (params[key] ?? {}) as { readonly selectors?: { value: Json }[] };
  return selectors.map(({ value }) => value);
}
