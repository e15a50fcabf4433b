import { events } from "../../handlers/model";
import type { Settings } from "../config";
import { isAdopted } from "../direct/mappings";

/** Inputs that an object of an adopted schema keeps as a person has set them. */
export interface KeptInputs {
  readonly fieldGroup: string[];
  readonly schema: string[];
  readonly dataset: string[];
}

/** Nothing is adopted: every input is the program's. */
const nothingKept: KeptInputs = { fieldGroup: [], schema: [], dataset: [] };

/** Whether the stack's schema, its field group and its dataset were made by hand (`chatlio-aep:adopted`). */
function isSchemaAdopted({ adopted }: Settings["relay"]): boolean {
  return adopted.includes("schema");
}

/**
 * Whether the schema must have the program's fields. An adopted schema does without them while all dataflows are
 * adopted too: those have mapping sets of their own.
 */
export function needsFields(relay: Settings["relay"]): boolean {
  if (!isSchemaAdopted(relay) || relay.mode !== "direct" || relay.profile) return true;
  return relay.widgets.some((widget) =>
    events.some(({ slug }) => relay.events.includes(slug) && !isAdopted(relay, widget, slug)),
  );
}

/**
 * The inputs that Pulumi must ignore (`ignoreChanges`). The program may add its fields to an adopted schema, and
 * changes nothing that is there.
 */
export function keptInputs(relay: Settings["relay"]): KeptInputs {
  if (!isSchemaAdopted(relay)) return nothingKept;
  const grows = needsFields(relay);
  return {
    fieldGroup: ["title", "description", "intendedToExtend", ...(grows ? [] : ["properties"])],
    schema: ["title", "description", "class", ...(grows ? [] : ["fieldGroups"])],
    dataset: [
      "name",
      "description",
      "schemaId",
      "errorDiagnostics",
      ...(relay.retention === undefined ? ["retentionDays"] : []),
      ...(relay.profileRetention === undefined ? ["profileRetentionDays"] : []),
    ],
  };
}
