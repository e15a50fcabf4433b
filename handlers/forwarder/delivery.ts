import type { EventEnvelope } from "../shared/envelope";
import type { EndpointResponse } from "./endpointResponse";

/** A message on its way to the streaming endpoint. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often the queue has delivered it, this time included. */
  readonly receiveCount: number;
  /** When it entered the queue, in milliseconds since 1970. */
  readonly sentAt: number;
  readonly envelope: EventEnvelope;
}

/** One way to send events to AEP. */
export interface Sender {
  /** Groups messages into requests. */
  group(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[];
  /** Sends one group. Never rejects for anything the network does. */
  send(group: readonly Delivery[], signal: AbortSignal): Promise<EndpointResponse>;
}
