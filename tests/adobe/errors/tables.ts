import {
  batchFlowProgram,
  makeBatchParts,
  makeTableParts,
  PAST,
  tableFlowProgram,
} from "../support/batch";
import { up, urnOf } from "../support/stack";
import { failure } from "./failure";

const hourly = { startTime: PAST, frequency: "hour", interval: 6 };

/** Sources that are tables. */
export const tableFailures = [
  failure({
    title: "The delta column is not one of the source's columns",
    cause:
      "A source connection with columns takes these alone, and a dataflow tells new rows by one of them.",
    atAdobe:
      "No public document says whether Adobe rejects such a dataflow, or lets its runs fail.",
    prepare: ({ provider }) => makeTableParts(provider, "orders"),
    provoke: ({ provider }, parts) =>
      up(
        provider,
        urnOf("flow:Dataflow", "orders"),
        tableFlowProgram(parts, hourly, { name: "changedAt" }),
      ),
  }),
  failure({
    title: "A source of files has a delta column",
    cause:
      "Only tables are read by a column. Of files, each run takes those that are new by the time of their last change.",
    atAdobe: "No public document has Adobe's response to such a dataflow.",
    prepare: ({ provider }) => makeBatchParts(provider, "files"),
    provoke: ({ provider }, parts) =>
      up(provider, urnOf("flow:Dataflow", "files"), {
        ...batchFlowProgram(parts, hourly),
        deltaColumn: { name: "changed_at" },
      }),
  }),
];
