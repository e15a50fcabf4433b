/** Id and version of one of Adobe's specifications. */
export interface SpecRef {
  /** UUID Adobe gave the specification; the same in every organization. */
  readonly id: string;
  /** Version of the specification, such as `"1.0"`. */
  readonly version: string;
}

/** The ids in Adobe's Flow Service that sources and destinations need most, as Adobe's tutorials give them. */
export const specs = {
  /** Connection specification of the Chatlio source (Beta): raw JSON, no base connection. */
  chatlio: { id: "073127a3-26e3-496c-9d94-9f48fb93fba8", version: "1.0" },
  /** Connection specification of the HTTP API source. */
  httpApi: { id: "bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb", version: "1.0" },
  /** Connection specification of the data lake, the target of every source. */
  dataLake: { id: "c604ff05-7f1a-43c0-8e18-33bf874cb11c", version: "1.0" },
  /** Connection specification of the store of profiles, the source of every destination of audiences. */
  profileStore: { id: "8a9c3494-9708-43d7-ae3f-cda01e5030e1", version: "1.0" },
  /** Connection specification of datasets as what a dataflow exports to a storage of files. */
  datasetStore: { id: "23598e46-f560-407b-88d5-ea6207e49db0", version: "1.0" },
  /** Flow specification from the store of profiles to streaming destinations, such as Amazon Kinesis. */
  profileFlow: { id: "71471eba-b620-49e4-90fd-23f1fa0174d8", version: "1.0" },
  /** Flow specification of sources that use Adobe's Streaming SDK, such as Chatlio. */
  streamingFlow: { id: "e77fde5a-22a8-11ed-861d-0242ac120002", version: "1.0" },
  /** Flow specification of the HTTP API source for raw data with a mapping set. */
  httpApiFlowWithMapping: { id: "c1a19761-d2c7-4702-b9fa-fe91f0613e81", version: "1.0" },
  /** Flow specification of the HTTP API source for XDM, without a mapping set. */
  httpApiFlow: { id: "d8a6f005-7eaf-4153-983e-e8574508b877", version: "1.0" },
  /** Flow specification of batch sources of tables: databases, CRMs and other applications (`CRMToAEP`). */
  tableFlow: { id: "14518937-270c-4525-bdec-c2ba7cce3860", version: "1.0" },
  /** `providerId` of streaming sources. */
  streamingProviderId: "521eee4d-8cbe-4906-bb48-fb6bd4450033",
} as const;
