import * as pulumi from "@pulumi/pulumi";

import * as aep from "@chatlio-aep/adobe-aep";

const config = new pulumi.Config();

const buyers = new aep.profile.SegmentDefinition("buyers", {
  expression: 'person.name.lastName != ""',
});
const readers = new aep.profile.SegmentDefinition("readers", {
  expression: 'person.name.firstName != ""',
});
/** What a destination reads from: each dataflow has one of its own. */
function profiles(name: string): aep.flow.SourceConnection {
  return new aep.flow.SourceConnection(name, { connectionSpec: aep.specs.profileStore });
}

// A stream gets each change of an audience at once.
const kinesis = aep.flow.getConnectionSpecOutput({ name: "Amazon Kinesis" });
const streamAccount = new aep.flow.Connection("stream", {
  connectionSpec: kinesis.spec,
  auth: {
    specName: "Aws Kinesis authentication credentials",
    params: { accessKeyId: config.require("accessKeyId"), region: "eu-west-1" },
  },
  credentials: { secretKey: config.requireSecret("secretAccessKey") },
});
const stream = new aep.flow.TargetConnection("stream", {
  connectionSpec: kinesis.spec,
  baseConnectionId: streamAccount.id,
  params: { stream: "shop-audiences", region: "eu-west-1" },
});
const toStream = new aep.flow.Dataflow("stream", {
  flowSpec: aep.specs.profileFlow,
  sourceConnectionIds: [profiles("stream").id],
  targetConnectionIds: [stream.id],
  activation: {
    audiences: [{ id: buyers.id }],
    attributes: [{ path: "personalEmail.address" }],
  },
});

// Files are written by the schedule of each audience. A source has the same name, so the provider says which of the two.
const s3 = aep.flow.getConnectionSpecOutput({
  name: "amazon-s3",
  providerId: "14e34fac-d307-11e9-bb65-2a2ae2dbcce4",
});
const bucketAccount = new aep.flow.Connection("bucket", {
  connectionSpec: s3.spec,
  auth: { specName: "Access Key" },
  credentials: {
    s3AccessKey: config.require("accessKeyId"),
    s3SecretKey: config.requireSecret("secretAccessKey"),
  },
});
const bucket = new aep.flow.TargetConnection("bucket", {
  connectionSpec: s3.spec,
  baseConnectionId: bucketAccount.id,
  params: {
    bucketName: "shop-exports",
    path: config.get("folder") ?? "audiences",
    fileType: "CSV",
    compression: "GZIP",
    csvOptions: { delimiter: ";" },
  },
});
const daily = {
  filenameTemplate: "%DESTINATION_NAME%_%SEGMENT_ID%_%DATETIME(YYYYMMdd_HHmmss)%",
  exportMode: "DAILY_FULL_EXPORT",
  schedule: { frequency: "DAILY", triggerType: "AFTER_SEGMENT_EVAL", startDate: "2027-01-01" },
} as const;
const toBucket = new aep.flow.Dataflow("bucket", {
  flowSpec: aep.flow.getFlowSpecOutput({ id: "269ba276-16fc-47db-92b0-c1049a3c131f" }).spec,
  sourceConnectionIds: [profiles("bucket").id],
  targetConnectionIds: [bucket.id],
  activation: {
    audiences: [buyers, ...(config.getBoolean("readers") === true ? [readers] : [])].map(
      ({ id }) => ({ id, ...daily }),
    ),
    attributes: [{ path: "personalEmail.address" }, { path: "person.name.lastName" }],
    mandatoryFields: ["personalEmail.address"],
    deduplicationKeys: [{ attribute: "personalEmail.address" }],
  },
});

export const streamFlowId = toStream.id;
export const bucketFlowId = toBucket.id;
export const bucketTargetId = bucket.id;
