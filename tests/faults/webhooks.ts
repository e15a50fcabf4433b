import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { webhook } from "../handlers/support/events";
import { payloads } from "../handlers/support/fixtures";
import type { Random } from "../support/random";

/** Marks the position of the event's number in each payload. */
const PLACE = "@number@";

/** Values that a row does not have as received: times, which it has in UTC, and the HTML of a transcript. */
const rewritten = /^\d{4}-\d\d-\d\dT|^<html>/;

/** The values of a payload, as JSON, that its row contains too. */
function valuesIn(value: unknown): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return rewritten.test(value) ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

const templates = payloads.map(({ event, bytes }) => {
  const payload = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  return {
    event,
    text: JSON.stringify({ ...payload, simulated: PLACE }),
    values: [...new Set(valuesIn(payload))].map((value) => JSON.stringify(value).slice(1, -1)),
  };
});

/** What was posted for the n-th event, or would be if it were whole. */
export function postedOf(event: number) {
  const { event: name = "", text = "", values = [] } = templates[event % templates.length] ?? {};
  return { name, text: text.replace(PLACE, String(event)), values };
}

/** The webhook of the n-th event: all five kinds in turn, now and then one that is not JSON. */
export function webhookOf(event: number, random: Random): APIGatewayProxyEventV2 {
  const { name, text } = postedOf(event);
  const body = random.chance(0.005) ? text.slice(0, -1) : text;
  const request = webhook({ path: `/chatlio/main/${name}`, body });
  request.requestContext.requestId = `sim-${event}`;
  return request;
}
