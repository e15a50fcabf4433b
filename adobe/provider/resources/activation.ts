import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { isGiven, isUnknown } from "../lifecycle/unknown";

/**
 * What a dataflow brings to a destination. The shapes and rules are those of Adobe's Destinations API reference and of
 * its guides "Connect to batch destinations" and "Update destination dataflows".
 */

const ONCE = "ONCE";
const FULL = "DAILY_FULL_EXPORT";
const INCREMENTAL = "FIRST_FULL_THEN_INCREMENTAL";
const AFTER = "AFTER_SEGMENT_EVAL";

const date = z.iso.date({ error: 'must be a date as "2027-01-31"; correct it' });

const schedule = z
  .strictObject({
    frequency: z
      .enum([ONCE, "DAILY", "EVERY_3_HOURS", "EVERY_6_HOURS", "EVERY_8_HOURS", "EVERY_12_HOURS"])
      .meta({
        id: "ExportFrequency",
        description: "How often an audience is exported.",
        values: {
          [ONCE]: "A single time.",
          DAILY: "Once a day.",
          EVERY_3_HOURS: "Eight times a day.",
          EVERY_6_HOURS: "Four times a day.",
          EVERY_8_HOURS: "Three times a day.",
          EVERY_12_HOURS: "Twice a day.",
        },
      })
      .describe(
        `Of full exports \`${ONCE}\` or \`DAILY\`, of incremental ones all but \`${ONCE}\`.`,
      ),
    triggerType: z
      .enum(["SCHEDULED", AFTER])
      .meta({
        id: "ExportTrigger",
        description: "What starts the export of an audience.",
        values: {
          SCHEDULED: "The time of the schedule.",
          [AFTER]: "The end of the daily evaluation of segments.",
        },
      })
      .optional()
      .describe(
        `Of full exports: \`SCHEDULED\`, at \`startTime\`, or \`${AFTER}\`, once Adobe has evaluated the audiences of the day.`,
      ),
    startDate: date.describe('Day of the first export, as `"2027-01-31"`.'),
    endDate: date.optional().describe(`Day of the last export. Not for \`${ONCE}\`.`),
    startTime: z
      .string()
      .regex(/^([01]\d|2[0-3]):00$/, {
        error: 'must be a full hour in UTC as "06:00"; correct it',
      })
      .optional()
      .describe(`Full hour in UTC, as \`"06:00"\`. Not for \`${AFTER}\`.`),
  })
  .meta({ id: "AudienceSchedule", description: "When an audience is exported in files." });

const audience = z
  .strictObject({
    id: z
      .string()
      .min(1, { error: "is empty; give the id of a segment definition" })
      .describe(
        "Id of the audience: of a `SegmentDefinition`, or of any other that Adobe exports.",
      ),
    filenameTemplate: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Name of its files, as `%DESTINATION_NAME%_%SEGMENT_ID%_%DATETIME(YYYYMMdd_HHmmss)%`. For destinations of files.",
      ),
    exportMode: z
      .enum([FULL, INCREMENTAL])
      .meta({
        id: "ExportMode",
        description: "What of an audience is exported each time.",
        values: {
          [FULL]: "Everybody who is in the audience.",
          [INCREMENTAL]: "Everybody the first time, then who has joined, left or changed.",
        },
      })
      .optional()
      .describe(
        `\`${FULL}\`: everybody each time; \`${INCREMENTAL}\`: everybody, then what has changed. For destinations of files.`,
      ),
    schedule: schedule.optional().describe("When it is exported. For destinations of files."),
  })
  .meta({ id: "ActivatedAudience", description: "An audience that a destination gets." });

const attribute = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .describe("Path in the union schema, as `person.name.firstName`, or an identity's name."),
    destination: z
      .string()
      .min(1)
      .optional()
      .describe("Its name at the destination, where that is another one."),
    identity: z
      .string()
      .min(1)
      .optional()
      .describe("Namespace, as `Email`, when it is an identity."),
  })
  .meta({
    id: "ActivatedAttribute",
    description: "An attribute of profiles that a destination gets.",
  });

const deduplicationKey = z
  .strictObject({
    attribute: z.string().min(1).optional().describe("Path of an attribute."),
    identity: z.string().min(1).optional().describe("Or the namespace of an identity."),
  })
  .meta({
    id: "DeduplicationKey",
    description: "What makes two rows of a file the same profile: an attribute or an identity.",
  });

const activation = z.strictObject({
  audiences: z
    .array(audience)
    .optional()
    .describe(
      "Who is exported. One that is there twice is rejected. Their order means nothing. Those that somebody adds in Adobe's UI show as drift.",
    ),
  attributes: z
    .array(attribute)
    .optional()
    .describe(
      "What of each profile is exported, where the destination has no `mapping`. Their order means nothing.",
    ),
  mapping: z
    .strictObject({
      id: z.string().min(1).describe("Id of the mapping set."),
      version: z.int().min(0).describe("Its version."),
    })
    .meta({ id: "ProfileMappingRef", description: "A version of a mapping set of a destination." })
    .optional()
    .describe(
      "What of each profile is exported, for Adobe's file destinations since 2023, in place of `attributes`. It is a mapping set between two schemas of Data Prep, which `MappingSet` cannot make. By hand, as in Adobe's guide to file-based destinations: `POST /data/foundation/conversion/schemas` with the union schema, the same with the columns, then `POST /data/foundation/conversion/mappingSets` with their ids as `inputSchema.id` and `outputSchema.id`. Give the id of this here.",
    ),
  mandatoryFields: z
    .array(z.string().min(1))
    .optional()
    .describe("Attributes and identities without which a profile is not exported in files."),
  deduplicationKeys: z
    .array(deduplicationKey)
    .optional()
    .describe("What tells profiles in a file apart."),
});
export type Activation = z.infer<typeof activation>;
export type Audience = z.infer<typeof audience>;
export type Attribute = z.infer<typeof attribute>;
export type DeduplicationKey = z.infer<typeof deduplicationKey>;

export const activationInput = activation
  .meta({ id: "Activation", description: "What a dataflow brings to a destination." })
  .optional()
  .describe(
    "What a dataflow from the Profile Store brings to a destination. All of it changes in place. Adobe takes none of it when a dataflow is made, so it follows at once. What the program does not give here stays as it is at Adobe.",
  );

/** The shapes of an audience and its schedule, for what comes from Adobe. */
export const shapes = { audience, schedule };

/** What is wrong between the parts of an activation. Values may be unknown: nothing is said of those. */
export function activationFaults(
  value: unknown,
  others: Readonly<Record<"mapping" | "schedule", unknown>>,
  warn: (message: string) => void = () => undefined,
): CheckFailure[] {
  if (!isObject(value)) return [];
  const fault = (property: string, reason: string) => ({ property, reason });
  const audiences = listOf(value["audiences"]);
  const isBoth = isGiven(value["attributes"]) && isGiven(value["mapping"]);
  return [
    ...(!isGiven(others.mapping)
      ? []
      : [fault("mapping", "is of a source; a destination takes activation.mapping, or none")]),
    ...(!isGiven(others.schedule)
      ? []
      : [
          fault(
            "schedule",
            "is of a batch source; a destination takes the schedule of each audience in activation.audiences",
          ),
        ]),
    ...(isBoth
      ? [
          fault(
            "activation.attributes",
            "is for destinations without a mapping, and there is activation.mapping too; give one of them",
          ),
        ]
      : []),
    ...repeated(audiences, "id", "activation.audiences"),
    ...repeated(listOf(value["attributes"]), "path", "activation.attributes"),
    ...audiences.flatMap((one, index) =>
      audienceFaults(one, `activation.audiences[${index}]`, warn),
    ),
    ...elementsOf(value["deduplicationKeys"]).flatMap((one, index) => {
      if (!isObject(one)) return [];
      const ways = [one["attribute"], one["identity"]];
      const isOne = ways.some(isUnknown) || ways.filter(isGiven).length === 1;
      const property = `activation.deduplicationKeys[${index}]`;
      return isOne ? [] : [fault(property, "needs attribute or identity, one of the two")];
    }),
  ];
}

/** What an audience needs where files are exported. */
const exportParts = ["filenameTemplate", "exportMode", "schedule"] as const;

/** The audiences that lack what an export in files needs. Values may be unknown. */
export function exportFaults(value: unknown): string[] {
  const all = isObject(value) ? elementsOf(value["audiences"]) : [];
  return all.flatMap((one, index) => {
    if (!isObject(one) || isUnknown(one)) return [];
    const missing = exportParts.filter((name) => one[name] === undefined);
    if (missing.length === 0) return [];
    return [`activation.audiences[${index}] has no ${missing.join(" and no ")}`];
  });
}

function repeated(
  list: readonly Record<string, unknown>[],
  key: string,
  path: string,
): CheckFailure[] {
  const values = list.map((one) => one[key]);
  return values.flatMap((value, index) =>
    !isGiven(value) || values.indexOf(value) === index
      ? []
      : [
          {
            property: `${path}[${index}].${key}`,
            reason: "is there twice; leave one out",
          },
        ],
  );
}

function audienceFaults(
  one: Record<string, unknown>,
  path: string,
  warn: (message: string) => void,
): CheckFailure[] {
  const missing = exportParts.filter((name) => one[name] === undefined);
  const template = one["filenameTemplate"];
  if (typeof template === "string" && !isUnknown(template) && !template.includes("%SEGMENT_ID%"))
    warn(
      `${path}.filenameTemplate has no %SEGMENT_ID%, which Adobe's guide calls mandatory: files of several audiences may get one name`,
    );
  if (missing.length > 0 && exportParts.some((name) => isGiven(one[name]))) {
    return missing.map((name) => ({
      property: `${path}.${name}`,
      reason:
        "is required where files are exported; give it, or none of filenameTemplate, exportMode and schedule",
    }));
  }
  const { exportMode, schedule: when } = one;
  return isObject(when) ? scheduleFaults(exportMode, when, `${path}.schedule`) : [];
}

function scheduleFaults(
  mode: unknown,
  when: Record<string, unknown>,
  path: string,
): CheckFailure[] {
  const { frequency, triggerType, startDate, endDate, startTime } = when;
  const fault = (key: string, reason: string) => [{ property: `${path}.${key}`, reason }];
  const isFullOnly = frequency === ONCE;
  const isIncrementalOnly = /^EVERY_/.test(String(frequency));
  if (mode === INCREMENTAL && isFullOnly)
    return fault("frequency", `"${ONCE}" is for the exportMode "${FULL}"; correct one of them`);
  if (mode === FULL && isIncrementalOnly)
    return fault(
      "frequency",
      `"${String(frequency)}" is for the exportMode "${INCREMENTAL}"; correct one of them`,
    );
  if (triggerType === AFTER && isGiven(startTime))
    return fault("startTime", `is not for the triggerType "${AFTER}"; leave it out`);
  if (triggerType === AFTER && mode === INCREMENTAL)
    return fault("triggerType", `"${AFTER}" is for the exportMode "${FULL}"; correct one of them`);
  if ((triggerType === undefined || triggerType === "SCHEDULED") && startTime === undefined)
    return fault("startTime", `is required unless the triggerType is "${AFTER}"; give it`);
  if (frequency === ONCE && isGiven(endDate))
    return fault("endDate", `is not for the frequency "${ONCE}"; leave it out`);
  const isBackwards =
    typeof startDate === "string" &&
    typeof endDate === "string" &&
    ![startDate, endDate].some(isUnknown) &&
    endDate < startDate;
  return isBackwards ? fault("endDate", "is before startDate; correct one of them") : [];
}

function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The elements, `{}` for one that is not known yet. */
function listOf(value: unknown): Record<string, unknown>[] {
  return elementsOf(value).map((one) => (isObject(one) ? one : {}));
}
