import { isObject, objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { composedById } from "../schemaRegistry/compose";
import { timeSeries } from "../schemaRegistry/global";
import { catalogError, catalogErrors } from "./errors";

/** The shortest time that rows are kept, by store, as an ISO 8601 duration. */
export function leastRetention(call: Call): Readonly<Record<string, string>> {
  return {
    adobe_lakeHouse: call.organization.assume["retention-least"],
    adobe_unifiedProfile: "P1D",
  };
}

/** Whether the schema of a dataset is of a time-series class. */
export function isTimeSeries(call: Call, body: JsonObject): boolean {
  const schemaId = String(objectOf(body["schemaRef"])["id"]);
  return composedById(call.sandbox, schemaId)?.parts.includes(timeSeries) === true;
}

/** Roughly how many days an ISO 8601 duration of years, months, weeks and days lasts. */
function daysOf(duration: unknown): number | undefined {
  const parts =
    typeof duration === "string"
      ? /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/u.exec(duration)
      : null;
  if (parts === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return years * 365 + months * 30 + weeks * 7 + days;
}

/** Rejects a dataset whose row retention is too short or malformed, or that has one and is not a time series. */
export function checkRetention(call: Call, body: JsonObject): void {
  const extensions = objectOf(body["extensions"]);
  for (const [store, least] of Object.entries(leastRetention(call))) {
    const expiration = objectOf(extensions[store])["rowExpiration"];
    if (!isObject(expiration)) continue;
    const ttl = expiration["ttlValue"];
    if (ttl === null) continue;
    const days = daysOf(ttl);
    if (days === undefined || days < (daysOf(least) ?? 0)) {
      throw catalogError(
        catalogErrors.badTtl,
        `ttlValue must be an ISO 8601 duration such as P3M, at least ${least}.`,
      );
    }
    if (!isTimeSeries(call, body)) {
      throw catalogError(catalogErrors.badTtl, "Row retention is for time-series schemas only.");
    }
  }
}
