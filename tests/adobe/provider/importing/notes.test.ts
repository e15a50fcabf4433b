import { inexpressible } from "../../../../adobe/provider/resources/dataflowForm";
import { unwritableTags } from "../../../../adobe/provider/resources/datasetTags";

function activated(...audiences: readonly object[]): object {
  const selectors = audiences.map((value) => ({ type: "PLATFORM_SEGMENT", value }));
  return { name: "GeneralTransform", params: { segmentSelectors: { selectors } } };
}

it.each([
  [{ transformations: [{ name: "Mapping", params: {} }] }, []],
  [{ options: { errorDiagnosticsEnabled: true, inletUrl: "https://a" } }, []],
  [
    { options: { errorDiagnosticsEnabled: true, partialIngestionPercent: 5 } },
    ["options.partialIngestionPercent"],
  ],
  [{ scheduleParams: {} }, []],
  [{ scheduleParams: { startTime: "1", frequency: "minute", interval: "15" } }, []],
  [{ scheduleParams: { startTime: 1, frequency: "once", interval: "15" } }, []],
  [{ scheduleParams: { frequency: "minute", interval: 15 } }, ["scheduleParams"]],
  [{ scheduleParams: { startTime: 1, interval: "3", timeUnit: "hour" } }, []],
  [
    { scheduleParams: { startTime: 1, interval: 1, timeUnit: "day", exportMode: "FULL" } },
    ["scheduleParams.exportMode"],
  ],
  [{ scheduleParams: { startTime: 1, interval: 1, timeUnit: "week" } }, ["scheduleParams"]],
  [{ scheduleParams: { startTime: "1", frequency: "month", interval: "1" } }, ["scheduleParams"]],
  [{ scheduleParams: { startTime: "1", frequency: "minute", interval: "5" } }, ["scheduleParams"]],
  [
    { transformations: [{ name: "Mapping" }, { name: "Encryption" }] },
    ["the transformation Encryption (transformations[1])"],
  ],
  [
    { transformations: [{ name: "Copy", params: { deltaColumn: "at", mode: "append" } }] },
    ["the transformation Copy (transformations[0])"],
  ],
  [
    {
      transformations: [
        { name: "Copy", params: { deltaColumn: { name: "at", grain: "day" }, mode: "append" } },
        { name: "Filter", params: {} },
      ],
    },
    [
      "transformations[0].params.deltaColumn.grain",
      "transformations[0].params.mode",
      "the transformation Filter (transformations[1])",
    ],
  ],
  [{ transformations: [{ name: "Encryption", params: { publicKeyId: "k" } }] }, []],
  [{ transformations: [activated({ id: "a" }, { id: "b", filenameTemplate: "c" })] }, []],
  [
    { transformations: [activated({ id: "a", namespace: "CustomerUpload", enrichmentInfo: {} })] },
    ["namespace of audiences", "enrichmentInfo of audiences"],
  ],
  [
    { transformations: [activated({ id: "a", schedule: { frequency: "WEEKLY" } })] },
    ["the export of the audience a"],
  ],
])("of the dataflow %j no program can write %j", (flow, expected) => {
  expect(inexpressible({ id: "1", ...flow })).toEqual(expected);
});

it.each([
  [{}, []],
  [{ "adobe/pqs/table": ["rows"], acp_validationContext: ["enabled"] }, []],
  [{ unifiedProfile: ["enabled:true", "isUpsert:true"], team: ["chat"] }, []],
  [{ team: [1], other: [] }, ['tags["team"]']],
  [{ acp_validationContext: ["disabled"] }, ['tags["acp_validationContext"]']],
])("of the tags %j no program can write %j", (tags, expected) => {
  expect(unwritableTags({ id: "1", name: "rows", tags })).toEqual(expected);
});
