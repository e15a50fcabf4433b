import type { EventEnvelope } from "../shared/envelope";
import type { InletAnswer } from "./answer";

/** A message on its way to the inlet. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it has been received, this time included. */
  readonly receive: number;
  /** When it entered the queue; milliseconds since 1970. */
  readonly sentAt: number;
  readonly envelope: EventEnvelope;
}

/** One way of handing events to AEP. */
export interface Sender {
  /** Groups messages into requests. */
  group(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[];
  /** Sends one group. */
  send(group: readonly Delivery[], signal: AbortSignal): Promise<InletAnswer>;
}
