import { errorTable } from "../../common/apiError";
import { reported, seenByOthers, seenInClient } from "../../common/behavior";

const lab = "adampadobe/AEP-Orchestration-Lab, functions/profileInfraFactory.js";
const topUp = "adampadobe/AEP-Orchestration-Lab, docs/PROFILE_CORE_V2_TOPUP.md";
const builder = "neep305/adobe-aep-learn, .claude/skills/aep-api-builder";
const skills = "amghanekar-deloitte/AEP-MCP_SERVER, .claude/skills";
const qaMaster = `${skills}/qa-master/SKILL.md`;
const swissArmyKnife = "mannbarry2/aep-swiss-army-knife, adhoc_schema_patch_probe.py";

/** Errors that no document has and that people met at the real registry. */
export const seenErrors = errorTable({
  badPatch: {
    status: 400,
    code: "XDM-1600-400",
    title: "JSON Patch could not be applied",
    behavior: seenByOthers(
      swissArmyKnife,
      'A patch whose path is not there (`Missing field "properties"`), or that does not fit the resource otherwise, is rejected with XDM-1600-400.',
    ),
  },
  patchType: {
    status: 415,
    code: "XDM-1712-415",
    title: "Unsupported Media Type",
    madeUp: true,
    behavior: seenByOthers(
      `${topUp}, and ${swissArmyKnife}`,
      "A patch sent as application/json-patch+json is rejected with 415 `Content-Type 'application/json-patch+json' is not supported.`; the code was not seen.",
      "registry-patch-type",
    ),
  },
  unknownReference: {
    status: 404,
    code: "XDM-1717-404",
    title: "Resource not found",
    madeUp: true,
    behavior: seenByOthers(
      lab,
      "A `$ref`, or a class of `meta:intendedToExtend`, that does not exist is rejected with 404, as if the changed resource were missing.",
    ),
  },
  badContainer: {
    status: 400,
    code: "XDM-1713-400",
    title: "Invalid container",
    madeUp: true,
    behavior: seenByOthers(
      "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
      "A container other than global and tenant in the path returns 400; only the status was seen.",
    ),
  },
  badAllOf: {
    status: 400,
    code: "XDM-1714-400",
    title: "Invalid allOf definition",
    madeUp: true,
    behavior: seenByOthers(
      builder,
      "A schema whose `allOf` does not begin with its class, or has a behavior, is rejected with 400 `Invalid allOf definition`; the code was not seen.",
    ),
  },
  ownFields: {
    status: 400,
    code: "XDM-1715-400",
    title: "Resource cannot define its own custom fields",
    madeUp: true,
    behavior: seenByOthers(
      builder,
      "A schema with fields of its own is rejected with 400 `Resource cannot define its own custom fields`; the code was not seen.",
    ),
  },
  globalSchema: {
    status: 400,
    code: "XDM-1716-400",
    title: "Descriptor validation error",
    madeUp: true,
    behavior: seenByOthers(
      "adobe/xdm pull request 2099",
      "A descriptor on one of Adobe's own resources is rejected; the status was not seen.",
    ),
  },
  stale: {
    status: 412,
    code: "XDM-1711-412",
    title: "Precondition failed",
    madeUp: true,
    behavior: seenByOthers(
      topUp,
      "An If-Match that is neither version nor eTag of the resource is rejected; only the statuses 409, 412 and 428 were seen.",
      "registry-if-match",
    ),
  },
  removed: {
    status: 400,
    code: "XDM-1536-400",
    title: "Breaking change violation",
    behavior: seenByOthers(
      topUp,
      "Removing a field of a field group that a schema uses is rejected with XDM-1536-400, dataset or not.",
      "breaking-from",
    ),
  },
  badSchema: {
    status: 400,
    code: "XDM-1500-400",
    title: "Schema validation error",
    behavior: seenByOthers(
      qaMaster,
      "`allOf` with an empty object, and a PUT of a schema exactly as it was read, are rejected with XDM-1500-400.",
      "schema-put-as-read",
    ),
  },
  badDefinitions: {
    status: 422,
    code: "XDM-1406-422",
    title: "Unprocessable Entity",
    behavior: seenInClient(
      "aepp synchronizer",
      "By assumption, a PUT of a field group or data type whose fields are in `definitions` is rejected with XDM-1406-422; title and text were not seen.",
      "put-definitions",
    ),
  },
  missingProperty: {
    status: 400,
    code: "XDM-4000-400",
    title: "Validation error",
    behavior: seenByOthers(
      "pitchmuc/aepp issue 18",
      "A descriptor without a required property is rejected with XDM-4000-400, the property in `report.sub-errors`.",
    ),
  },
  descriptorTaken: {
    status: 400,
    code: "XDM-1811-400",
    title: "Descriptor validation error",
    behavior: seenByOthers(
      lab,
      "A descriptor that is there already is rejected with XDM-1811-400, the reason in `report.additionalDetails`.",
    ),
  },
  descriptorNamespace: {
    status: 400,
    code: "XDM-1810-400",
    title: "Descriptor validation error",
    behavior: seenByOthers(
      qaMaster,
      "A descriptor with an unknown identity namespace is rejected with XDM-1810-400, the reason in `report.additionalDetails`.",
    ),
  },
  namespaceObject: {
    status: 500,
    code: "XDM-1718-500",
    title: "Internal server error",
    madeUp: true,
    behavior: seenByOthers(
      qaMaster,
      "A descriptor whose `xdm:namespace` is an object in place of its code returns 500; the code was not seen.",
    ),
  },
  keyIsVersion: {
    status: 400,
    code: "XDM-1855-400",
    title: "Descriptor validation error",
    behavior: reported(
      "A pipeline that moves tables of Adobe Campaign to relational schemas; it names the number of the code alone.",
      "A version descriptor on a field of the primary key is rejected with XDM-1855-400.",
    ),
  },
  descriptorField: {
    status: 400,
    code: "XDM-1816-400",
    title: "Descriptor validation error",
    behavior: seenByOthers(
      `${skills}/data-ingestion/SKILL.md`,
      "A descriptor on a field of a type that it cannot be on is rejected with XDM-1816-400, the reason in `report.additionalDetails`.",
    ),
  },
});
