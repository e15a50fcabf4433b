import { errorTable, type ErrorKind } from "../../common/apiError";
import { seenByOthers } from "../../common/behavior";

/** What can be wrong with a field of a record. */
export type Problem = "missing" | "type" | "format" | "enum" | "unknown";

/** The two lists of codes that people wrote down: the values of the assumption `streaming-codes`. */
export type CodeList = "lab" | "notebook";

const sources = {
  lab: "adampadobe/AEP-Orchestration-Lab, docs/ANONYMOUS_EDGE_DEMO_PATTERN.md and profile-generation-*.js",
  notebook: "mannbarry2/AEP_DCVS_BatchBlaster, a notebook that reads failed batches",
} as const;

function kind(list: CodeList, code: string, says: string): ErrorKind {
  return {
    status: 400,
    code: `DCVS-${code}-400`,
    title: "Record rejected",
    behavior: seenByOthers(sources[list], says, "streaming-codes"),
  };
}

/** The codes of rejected records, in the files of failed batches, in batches and in runs. */
export const recordErrors = errorTable({
  labMissing: kind("lab", "1106", "A record without a required key."),
  labType: kind("lab", "1104", "A record with a field of another type."),
  labFormat: kind("lab", "1102", "A record with a field of another format."),
  labUnknown: kind("lab", "1057", "A record with a field that its schema does not have."),
  notebookMissing: kind("notebook", "1111", "By assumption, a record without a required key."),
  notebookType: kind("notebook", "1104", "By assumption, a record with a field of another type."),
  notebookFormat: kind("notebook", "1105", "By assumption, a record with another format."),
  notebookEnum: kind("notebook", "1106", "By assumption, a value that is not in the list."),
});

const codes: Readonly<Record<CodeList, Partial<Readonly<Record<Problem, ErrorKind>>>>> = {
  lab: {
    missing: recordErrors.labMissing,
    type: recordErrors.labType,
    format: recordErrors.labFormat,
    unknown: recordErrors.labUnknown,
  },
  notebook: {
    missing: recordErrors.notebookMissing,
    type: recordErrors.notebookType,
    format: recordErrors.notebookFormat,
    enum: recordErrors.notebookEnum,
  },
};

/** The code of a problem by one of the lists; undefined where nobody has seen one. */
export function recordCode(problem: Problem, list: CodeList): string | undefined {
  return codes[list][problem]?.code;
}
