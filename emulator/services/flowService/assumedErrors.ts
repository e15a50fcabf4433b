import { errorTable } from "../../common/apiError";
import { assumed } from "../../common/behavior";

/** Errors for which the catalog of error messages has no code of its own, with the one that fits best. */
export const assumedErrors = errorTable({
  requiredField: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The reference names the required fields; the catalog has no code of its own for their absence.",
      "An object without a field the reference requires is rejected with the general code 1100-400.",
    ),
  },
  badField: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The reference gives the types of the fields; the catalog has no code of its own for another one.",
      "An object with a field of another type than the reference's is rejected with the general code 1100-400.",
    ),
  },
  badSpecValue: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The tutorials and connection specs give the values; the catalog has no code of its own for another one.",
      "A streaming base connection with a `dataType` other than xdm or raw, and a Chatlio source with a format other than json, are rejected with the general code 1100-400.",
    ),
  },
  missingCredential: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "Specs say which parameters of authentication they require; the catalog has no code of its own for their absence.",
      "A base connection without a required parameter of its auth spec is rejected with the general code 1100-400. Names that an auth spec requires and does not describe do not count.",
    ),
  },
  badSourceParams: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The guides to storages of files and to streams say which values a parameter may have; the catalog has no code of its own for another one.",
      "A source connection without a parameter that its connection spec requires, or with a value that the spec does not have, is rejected with the general code 1100-400.",
    ),
  },
  badTargetParams: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The guide to file-based destinations prints the parameters of a target connection with patterns and choices; the catalog has no code of its own for another value.",
      "A target connection of a destination without a parameter that its connection spec requires, or with a value that the spec does not have, is rejected with the general code 1100-400. A parameter with `conditional` is not required: the guide's requests leave `datasetFileType` out.",
    ),
  },
  badEncryption: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "AdobeDocs/experience-platform.en, help/destinations/api/activate-segments-file-based-destinations.md prints the schema of the encryption; no sample has a response to another one.",
      "A base connection with `encryptionSpecs` whose connection spec has none, with another algorithm than the spec's, or with a key that is not in Base64, is rejected with the general code 1100-400. The name in it may be any: the guide's request has another one than its spec.",
    ),
  },
  badActivation: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The Destinations API reference says what a dataflow is made with, and what the export of an audience has; the catalog has no code of its own for anything else.",
      "A destination dataflow that is made with audiences, attributes or a mapping already, and an audience whose export does not fit the reference, are rejected with the general code 1100-400.",
    ),
  },
  badExport: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "AdobeDocs/experience-platform.en, help/destinations/api/export-datasets.md says which intervals there are and that the file type of datasets is the target's; no sample has a response to another one.",
      "A dataflow that exports datasets and has a transformation, no schedule or another interval, or whose target has no `datasetFileType`, is rejected with the general code 1100-400.",
    ),
  },
  badSchedule: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "AdobeDocs/experience-platform.en, help/sources/tutorials/api/collect/cloud-storage.md prints the schema of a schedule; no sample has a response to another one.",
      "A dataflow without the schedule that its flow spec requires, or with one that does not fit the spec, is rejected with the general code 1100-400. Numbers and truth values may be texts, as the guides' requests have them.",
    ),
  },
  fixedSchedule: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "AdobeDocs/experience-platform.en, help/sources/tutorials/api/update-dataflows.md says it of a start time, help/sources/tutorials/ui/update-dataflows.md of dataflows that run once; neither shows a response.",
      "A change of a start time that has passed, or of the schedule of a dataflow that runs once, is rejected with the general code 1100-400.",
    ),
  },
  badPage: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The catalog has no code for them.",
      "A limit that is not a whole number from 1, or a continuationToken that no list gave, is rejected with the general code 1100-400.",
    ),
  },
  badReference: {
    status: 400,
    code: "FLOW-1411-400",
    title: "Invalid request",
    behavior: assumed(
      "The catalog has 1411-400 for an entity that cannot be retrieved, not said when it is given.",
      "A dataflow or connection that refers to what is not there, or to a source whose base connection is gone, is rejected with 1411-400.",
    ),
  },
  notOneTime: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "No code is documented, and the emulator reads no files.",
      "A run cannot be started, neither of a streaming dataflow nor of one that runs once.",
    ),
  },
  draftBase: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The draft tutorial says that it cannot be done, not what the response is.",
      "A source or target connection cannot be published while its base connection is a draft; the response has the general code 1100-400.",
    ),
  },
  connectionTaken: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The guide says that a pair of connections should belong to a single dataflow, not what happens otherwise.",
      "By assumption, a dataflow with a connection that another one uses is rejected with the general code 1100-400.",
      "connection-reuse",
    ),
  },
  badTransformation: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "The HTTP API tutorial says the name must be exactly `Mapping`, the guides to tables print `Copy`, and help/sources/tutorials/api/encrypt-data.md `Encryption` for storages of files; no code is documented.",
      "A transformation of a name that the flow spec does not have, one without the delta column or the id of the key that it needs, and one that is there twice, are rejected with the general code 1100-400.",
    ),
  },
  badPatch: {
    status: 400,
    code: "FLOW-1455-400",
    title: "Invalid request",
    behavior: assumed(
      "1455-400 is the documented code of faulty patch instructions; this case is not shown.",
      "A patch of a path that cannot be changed, or that is not a list of operations, is rejected with 1455-400.",
    ),
  },
  badAction: {
    status: 400,
    code: "FLOW-1434-400",
    title: "Invalid request",
    behavior: assumed(
      "1434-400 is the documented code of an unsupported operation; of an action it is not shown.",
      "An unknown `op` of an action is rejected with 1434-400.",
    ),
  },
  notSpread: {
    status: 404,
    code: "FLOW-1439-404",
    title: "Resource not found",
    behavior: assumed(
      "No document says when a new object is known; the code is that of one that does not exist.",
      "By assumption, a request for an object that was just made, or with a reference to it, returns 404 FLOW-1439-404.",
      "new-object-visible",
    ),
  },
  notSpreadOld: {
    status: 404,
    code: "FLOW-1101-404",
    title: "Resource not found",
    behavior: assumed(
      "No document says when a new object is known; the code is that of one that does not exist.",
      "By assumption, a request for an object that was just made, or with a reference to it, returns 404 FLOW-1101-404.",
      "flow-not-found",
    ),
  },
  notReleased: {
    status: 400,
    code: "FLOW-1447-400",
    title: "Invalid request",
    behavior: assumed(
      "Adobe's client waits between dependent deletes; the code is that of a connection in use.",
      "By assumption, a connection of a dataflow that was just deleted cannot be deleted for a moment: 1447-400.",
      "deleted-reference",
    ),
  },
  badJson: {
    status: 400,
    code: "FLOW-1100-400",
    title: "Invalid request",
    behavior: assumed(
      "No document shows it.",
      "A body that is not JSON is rejected with the general code 1100-400.",
    ),
  },
});
