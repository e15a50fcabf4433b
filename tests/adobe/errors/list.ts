import { accessFailures } from "./access";
import { computedFailures } from "./computed";
import { dataFailures, limitFailures } from "./data";
import { destinationFailures } from "./destinations";
import type { FrequentFailure } from "./failure";
import { policyFailures } from "./policies";
import { queryFailures } from "./queries";
import { sandboxFailures } from "./sandboxes";
import { sourceFailures } from "./sources";
import { tableFailures } from "./tables";
import { xdmFailures } from "./xdm";

/** The failures that people new to AEP meet most, by section of docs/provider/errors.md. */
export const sections: Readonly<Record<string, readonly FrequentFailure[]>> = {
  "The credential and what it may do": accessFailures,
  "Schemas, fields and descriptors": xdmFailures,
  "Datasets, mapping sets and dataflows": dataFailures,
  "Computed attributes": computedFailures,
  Queries: queryFailures,
  "Sources of Adobe's catalog": [...sourceFailures, ...tableFailures],
  "Destinations of Adobe's catalog": destinationFailures,
  "Governance policies": policyFailures,
  Sandboxes: sandboxFailures,
  "Limits and outages": limitFailures,
};
