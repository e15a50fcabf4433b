import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import type { Run } from "./miniEngine";
import { fieldGroupProgram, schemaProgram } from "./programs";
import type { TestProvider } from "./provider";
import { up, urnOf } from "./stack";
import type { Deployed } from "./stack";

/** Adobe's ids of destinations, and of the way from the Profile Store to files in S3. */
export const KINESIS = { id: "86043421-563b-46ec-8e6c-e23184711bf6", version: "1.0" };
export const S3_FILES = { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" };
export const toS3 = { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" };

/** A kind of destination: its account, where it is delivered, and how. */
export interface Destination {
  readonly account: Properties;
  readonly target: Properties;
  readonly flowSpec: Properties;
}

export const destinations = {
  "Amazon Kinesis": {
    account: {
      connectionSpec: KINESIS,
      auth: {
        specName: "Aws Kinesis authentication credentials",
        params: { accessKeyId: "AKIAEXAMPLE", region: "eu-west-1" },
      },
      credentials: { secretKey: "secret-of-the-stream" },
    },
    target: { connectionSpec: KINESIS, params: { stream: "audiences", region: "eu-west-1" } },
    flowSpec: specs.profileFlow,
  },
  "Amazon S3": {
    account: {
      connectionSpec: S3_FILES,
      auth: { specName: "Access Key" },
      credentials: {
        s3AccessKey: "AKIAEXAMPLEEXAMPLE22",
        s3SecretKey: "secretOfTheBucketOfTheShopsecretOfTheBuc",
      },
    },
    target: {
      connectionSpec: S3_FILES,
      params: {
        mode: "Server-to-server",
        bucketName: "shop-audiences",
        path: "aep/daily",
        fileType: "CSV",
        compression: "NONE",
        csvOptions: { delimiter: ";", nullValue: "null" },
      },
    },
    flowSpec: toS3,
  },
} as const satisfies Record<string, Destination>;
export type DestinationName = keyof typeof destinations;

/** How the audiences of a destination of files are exported. */
export const daily = {
  filenameTemplate: "%DESTINATION_NAME%_%SEGMENT_ID%_%DATETIME(YYYYMMdd_HHmmss)%",
  exportMode: "DAILY_FULL_EXPORT",
  schedule: {
    frequency: "DAILY",
    triggerType: "AFTER_SEGMENT_EVAL",
    startDate: "2027-01-31",
    endDate: "2027-12-31",
  },
};
export const incremental = {
  filenameTemplate: "%DESTINATION_NAME%_%SEGMENT_ID%",
  exportMode: "FIRST_FULL_THEN_INCREMENTAL",
  schedule: { frequency: "EVERY_6_HOURS", startDate: "2027-01-31", startTime: "06:00" },
};

/** What a dataflow to a destination needs. */
export interface DestinationParts {
  readonly account: Deployed;
  readonly source: Deployed;
  readonly target: Deployed;
}

/** Makes them; each has this name. */
export async function makeDestination(
  provider: TestProvider,
  kind: DestinationName,
  name: string,
): Promise<DestinationParts> {
  const make = (type: string, program: Properties) => up(provider, urnOf(type, name), program);
  const { account: accountProgram, target } = destinations[kind];
  const account = await make("flow:Connection", { ...accountProgram });
  return {
    account,
    source: await make("flow:SourceConnection", { connectionSpec: specs.profileStore }),
    target: await make("flow:TargetConnection", { ...target, baseConnectionId: account.id }),
  };
}

/** A dataflow of them. */
export function destinationFlowProgram(
  kind: DestinationName,
  { source, target }: Pick<DestinationParts, "source" | "target">,
  activation: Properties,
): Properties {
  return {
    flowSpec: destinations[kind].flowSpec,
    sourceConnectionIds: [source.id],
    targetConnectionIds: [target.id],
    settleSeconds: 0,
    activation,
  };
}

/** What a dataflow that exports a dataset to S3 needs, and the dataflow. */
export async function makeExportParts(
  provider: TestProvider,
  name: string,
): Promise<DestinationParts & { readonly dataset: Deployed }> {
  const make = (type: string, program: Properties) => up(provider, urnOf(type, name), program);
  const { account: accountProgram, target } = destinations["Amazon S3"];
  const schema = await make(
    "xdm:Schema",
    schemaProgram(await make("xdm:FieldGroup", fieldGroupProgram)),
  );
  const dataset = await make("catalog:Dataset", { schemaId: schema.id });
  const account = await make("flow:Connection", { ...accountProgram });
  const { bucketName, path } = target.params;
  return {
    dataset,
    account,
    source: await make("flow:SourceConnection", {
      connectionSpec: specs.datasetStore,
      params: { datasets: [{ dataSetId: dataset.id, name: "Orders" }] },
    }),
    target: await make("flow:TargetConnection", {
      connectionSpec: S3_FILES,
      baseConnectionId: account.id,
      params: { bucketName, path, datasetFileType: "PARQUET", compression: "NONE" },
    }),
  };
}

export function exportProgram(
  { source, target }: Pick<DestinationParts, "source" | "target">,
  datasetExport: Properties,
): Properties {
  return {
    flowSpec: toS3,
    sourceConnectionIds: [source.id],
    targetConnectionIds: [target.id],
    settleSeconds: 0,
    datasetExport,
  };
}

/** A segment definition for each name. */
export async function makeAudiences(
  provider: TestProvider,
  names: readonly string[],
): Promise<Deployed[]> {
  const made: Deployed[] = [];
  for (const name of names)
    made.push(await up(provider, urnOf("profile:SegmentDefinition", name), audienceProgram(name)));
  return made;
}

function audienceProgram(name: string): Properties {
  return { expression: `person.name.lastName = "${name}"` };
}

/** A program of a destination in a run, with its audiences. */
export async function runDestination(
  run: Run,
  kind: DestinationName,
  {
    audiences,
    settings = {},
    attributes,
    target,
    name,
  }: {
    readonly audiences: readonly string[];
    /** How each audience is exported. */
    readonly settings?: Properties;
    readonly attributes?: readonly string[];
    readonly target?: Properties;
    readonly name?: string | undefined;
  },
): Promise<void> {
  const called = name === undefined ? {} : { name };
  const made: Deployed[] = [];
  for (const one of audiences)
    made.push(await run.resource("profile:SegmentDefinition", one, audienceProgram(one)));
  const programs = destinations[kind];
  const account = await run.resource("flow:Connection", "account", {
    ...programs.account,
    ...called,
  });
  const source = await run.resource("flow:SourceConnection", "profiles", {
    ...called,
    connectionSpec: specs.profileStore,
  });
  const itsTarget = await run.resource("flow:TargetConnection", "target", {
    ...programs.target,
    ...called,
    params: { ...programs.target.params, ...target },
    baseConnectionId: account.id,
  });
  await run.resource("flow:Dataflow", "export", {
    ...called,
    ...destinationFlowProgram(
      kind,
      { source, target: itsTarget },
      {
        audiences: made.map(({ id }) => ({ id, ...settings })),
        ...(attributes === undefined ? {} : { attributes: attributes.map((path) => ({ path })) }),
      },
    ),
  });
}
