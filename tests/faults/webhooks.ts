import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { payloads } from "../handlers/support/fixtures";
import { webhook } from "../handlers/support/events";
import type { Random } from "./random";

/** Stands in each payload where the event's number belongs. */
const PLACE = "@number@";

const templates = payloads.map(({ event, bytes }) => {
  const payload = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  return { event, text: JSON.stringify({ ...payload, simulated: PLACE }) };
});

/** The webhook of the n-th event: all five kinds in turn, now and then one that is no JSON. */
export function webhookOf(event: number, random: Random): APIGatewayProxyEventV2 {
  const template = templates[event % templates.length] ?? { event: "", text: "" };
  const text = template.text.replace(PLACE, String(event));
  const body = random.chance(0.005) ? text.slice(0, -1) : text;
  const request = webhook({ path: `/chatlio/main/${template.event}`, body });
  request.requestContext.requestId = `sim-${event}`;
  return request;
}
