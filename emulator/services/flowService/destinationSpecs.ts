import type { JsonObject } from "../../common/json";
import {
  authSpec,
  draft,
  permissions,
  providers,
  secret,
  target,
  text,
  type Entry,
} from "./specParts";

/** A part of Adobe's catalog: destinations whose specifications its guides print, in whole or in part. */

/** Adobe's fixed id of the store of profiles, from which every export of audiences reads. */
export const profileStore = "8a9c3494-9708-43d7-ae3f-cda01e5030e1";

/** Adobe's fixed id of the datasets of the data lake, from which every export of datasets reads. */
export const datasetStore = "23598e46-f560-407b-88d5-ea6207e49db0";

/** One of some texts, as the guides print a choice of the UI. */
function oneOf(...values: readonly string[]): JsonObject {
  return { ...text, oneOf: values.map((value) => ({ title: value, const: value })) };
}

/** Parts of a target's parameters that only one kind of dataflow has. `conditional` is Adobe's own keyword. */
function workflow(operator: "CONTAINS" | "NOT_CONTAINS"): JsonObject {
  return { conditional: { field: "flowSpec.attributes._workflow", operator, value: "DATASETS" } };
}

/** What all storages of files take, by the guide to file-based destinations. */
const fileParams: JsonObject = {
  fileType: { ...workflow("NOT_CONTAINS"), ...text, enum: ["CSV", "JSON", "PARQUET"] },
  datasetFileType: { ...workflow("CONTAINS"), ...text, enum: ["JSON", "PARQUET"] },
  csvOptions: {
    conditional: { field: "fileType", operator: "EQUALS", value: "CSV" },
    type: "object",
    properties: {
      quote: oneOf('"', ""),
      escape: oneOf("\\", "'"),
      delimiter: oneOf(",", "\t", "|", ";", ":"),
      nullValue: oneOf("null", '""', ""),
      emptyValue: oneOf("null", '""', ""),
    },
  },
  compression: { ...text, enum: ["NONE", "GZIP"] },
};
const requiredOfFiles = ["datasetFileType", "compression", "fileType"];

const bucketName = {
  ...text,
  pattern:
    "(?=^.{3,63}$)(?!^(\\d+\\.)+\\d+$)(^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])$)",
};
const path = {
  ...text,
  pattern: "^[0-9a-zA-Z/\\!\\-_\\.\\*\\'\\(\\)]*((\\%SEGMENT_(NAME|ID)\\%)?/?)+$",
};

/** Names of Google's buckets have underscores too, and nothing of Google's own name. */
const googleBucket = {
  ...text,
  pattern:
    "(?!^goog.*$)(?!^.*g(o|0)(o|0)gle.*$)(((?=^.{3,63}$)(^([a-z0-9]|[a-z0-9][a-z0-9\\-_]*)[a-z0-9]$))|((?=^.{3,222}$)(?!^(\\d+\\.)+\\d+$)(^(([a-z0-9]{1,63}|[a-z0-9][a-z0-9\\-_]{1,61}[a-z0-9])\\.)*([a-z0-9]{1,63}|[a-z0-9][a-z0-9\\-_]{1,61}[a-z0-9])$)))",
};
const container = { ...text, pattern: "^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$" };
const blobPath = { ...text, pattern: "^[0-9a-zA-Z/\\!\\-_\\.\\*\\'\\(\\)]+$" };

/** How all storages of files encrypt, by the same guide. */
const encryptionSpecs: readonly JsonObject[] = [
  {
    name: "File PGP/GPG Encryption",
    type: "FileAsymmetric",
    spec: {
      ...draft,
      properties: {
        publicKey: { ...text, contentEncoding: "base64" },
        encryptionAlgo: { ...text, default: "PGPGPG", enum: ["PGPGPG", "NONE"] },
      },
      required: ["encryptionAlgo", "publicKey"],
    },
  },
];

const sftpWays = [
  authSpec("SFTP with Password", "SFTP", { domain: text, username: text, password: secret }),
  authSpec("SFTP with SSH Key", "SFTP", { domain: text, username: text, sshKey: secret }),
];

/** Destinations. Amazon Kinesis and Azure Event Hubs have the specs of the sources of these names. */
export const destinations: readonly Entry[] = [
  {
    id: profileStore,
    name: "Profile Store",
    label: "Profile Store",
    provider: "destination",
    category: "Adobe",
    authSpec: [],
    sourceSpec: { name: "Profile Store", type: "ProfileFragments", spec: draft },
  },
  {
    id: datasetStore,
    name: "Data Lake",
    label: "Data Lake",
    provider: "destination",
    category: "Adobe",
    authSpec: [],
    sourceSpec: {
      name: "Data Lake",
      type: "Datasets",
      spec: {
        ...draft,
        properties: {
          datasets: {
            type: "array",
            items: {
              type: "object",
              properties: { dataSetId: text, name: text },
              required: ["dataSetId"],
            },
          },
        },
        required: ["datasets"],
      },
    },
  },
  {
    id: "4fce964d-3f37-408f-9778-e597338a21ee",
    name: "amazon-s3",
    label: "Amazon S3",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: [
      authSpec("Access Key", "KeyBased", {
        s3AccessKey: { ...text, pattern: "^[A-Z2-7]{20}$" },
        s3SecretKey: { ...secret, pattern: "^[A-Za-z0-9\\/\\+]{40}$" },
      }),
      authSpec("Assumed Role", "S3RoleBased", { s3Role: secret }),
    ],
    encryptionSpecs,
    targetSpec: target({ bucketName, path, ...fileParams }, [
      "bucketName",
      "path",
      ...requiredOfFiles,
    ]),
  },
  {
    id: "6d6b59bf-fb58-4107-9064-4d246c0e5bb2",
    name: "Azure Blob Storage",
    label: "Azure Blob Storage",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: [authSpec("ConnectionString", "ConnectionString", { connectionString: secret })],
    encryptionSpecs,
    targetSpec: target({ path: blobPath, container, ...fileParams }, [
      "container",
      "path",
      ...requiredOfFiles,
    ]),
  },
  {
    id: "be2c3209-53bc-47e7-ab25-145db8b873e1",
    name: "Azure Data Lake Gen2",
    label: "Azure Data Lake Storage Gen2",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: [
      authSpec("Azure Service Principal Auth", "AzureServicePrincipal", {
        url: text,
        servicePrincipalId: text,
        servicePrincipalKey: secret,
        tenant: text,
      }),
    ],
    encryptionSpecs,
    targetSpec: target({ path: text, ...fileParams }, ["path", ...requiredOfFiles]),
  },
  {
    id: "c5d93acb-ea8b-4b14-8f53-02138444ae99",
    name: "Google Cloud Storage",
    label: "Google Cloud Storage",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: [
      authSpec("Google Cloud Storage authentication credentials", "GoogleCloudStorageAuth", {
        accessKeyId: text,
        secretAccessKey: secret,
      }),
    ],
    encryptionSpecs,
    targetSpec: target({ bucketName: googleBucket, path, ...fileParams }, [
      "bucketName",
      "path",
      ...requiredOfFiles,
    ]),
  },
  {
    id: "36965a81-b1c6-401b-99f8-22508f1e6a26",
    name: "SFTP",
    label: "SFTP",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: sftpWays,
    encryptionSpecs,
    targetSpec: target({ remotePath: text, ...fileParams }, ["remotePath", ...requiredOfFiles]),
  },
  {
    id: "10440537-2a7b-4583-ac39-ed38d4b848e8",
    name: "Data Landing Zone",
    label: "Data Landing Zone",
    provider: "destination",
    category: "Cloud Storage",
    authSpec: [],
    encryptionSpecs,
    targetSpec: target({ path: text, ...fileParams }, ["path", ...requiredOfFiles]),
  },
  {
    id: "0b23e41a-cb4a-4321-a78f-3b654f5d7d97",
    name: "Adobe Campaign",
    label: "Adobe Campaign",
    provider: "destination",
    category: "Email Marketing",
    authSpec: [
      authSpec("S3", "S3", { accessId: text, secretKey: secret }),
      authSpec("Azure Blob", "AzureBlob", { connectionString: secret }),
      ...sftpWays,
    ],
    targetSpec: target(
      {
        mode: { ...text, enum: ["S3", "AZURE_BLOB", "FTP"] },
        bucketName: text,
        container: text,
        path: text,
        remotePath: text,
        format: { ...text, enum: ["CSV"] },
      },
      ["mode"],
    ),
  },
];

interface FlowEntry {
  readonly id: string;
  readonly name: string;
  readonly targets: readonly string[];
  /** Whether audiences are exported in files, by a schedule of their own. */
  readonly batch: boolean;
}

/** Their ways to take audiences. */
const flows: readonly FlowEntry[] = [
  {
    id: "71471eba-b620-49e4-90fd-23f1fa0174d8",
    name: "upsToProfileBasedDestinations",
    targets: [
      "86043421-563b-46ec-8e6c-e23184711bf6",
      "bf9f5905-92b7-48bf-bf20-455bc6b60a4e",
      "0b23e41a-cb4a-4321-a78f-3b654f5d7d97",
    ],
    batch: false,
  },
  {
    id: "269ba276-16fc-47db-92b0-c1049a3c131f",
    name: "upsToAmazonS3",
    targets: ["4fce964d-3f37-408f-9778-e597338a21ee"],
    batch: true,
  },
  {
    id: "95bd8965-fc8a-4119-b9c3-944c2c2df6d2",
    name: "upsToAzureBlob",
    targets: ["6d6b59bf-fb58-4107-9064-4d246c0e5bb2"],
    batch: true,
  },
  {
    id: "17be2013-2549-41ce-96e7-a70363bec293",
    name: "upsToAzureDataLakeGen2",
    targets: ["be2c3209-53bc-47e7-ab25-145db8b873e1"],
    batch: true,
  },
  {
    id: "585c15c4-6cbf-4126-8f87-e26bff78b657",
    name: "upsToGoogleCloudStorage",
    targets: ["c5d93acb-ea8b-4b14-8f53-02138444ae99"],
    batch: true,
  },
  {
    id: "354d6aad-4754-46e4-a576-1b384561c440",
    name: "upsToSFTP",
    targets: ["36965a81-b1c6-401b-99f8-22508f1e6a26"],
    batch: true,
  },
  {
    id: "cd2fc47e-e838-4f38-a581-8fff2f99b63a",
    name: "upsToDataLandingZone",
    targets: ["10440537-2a7b-4583-ac39-ed38d4b848e8"],
    batch: true,
  },
];

export const destinationFlowSpecs: readonly JsonObject[] = flows.map(
  ({ id, name, targets, batch }) => ({
    id,
    name,
    providerId: providers.destination,
    version: "1.0",
    attributes: { isDestinationFlow: true, ...(batch ? { frequency: "batch" } : {}) },
    sourceConnectionSpecIds: [profileStore, ...(batch ? [datasetStore] : [])],
    targetConnectionSpecIds: targets,
    transformationSpecs: [{ name: "GeneralTransform", spec: draft }],
    permissionsInfo: permissions("destination"),
  }),
);

/** What a destination of files exports by, of the flow specs and targets of which the documents say so. */
export const batchTargets: ReadonlySet<string> = new Set([
  ...flows.filter(({ batch }) => batch).flatMap(({ targets }) => targets),
  "0b23e41a-cb4a-4321-a78f-3b654f5d7d97",
]);
