import type { JsonObject } from "../../common/json";
import { authSpec, secret, text, type Entry } from "./specParts";

/** How one authenticates with each storage: id, name and label with the way of the guide's request. */
const storages: readonly (readonly [id: string, name: string, label: string, way: JsonObject])[] = [
  [
    "b3ba5556-48be-44b7-8b85-ff2b69b46dc4",
    "adls-gen2",
    "Azure Data Lake Storage Gen2",
    authSpec("Basic Authentication for adls-gen2", "BasicAuthentication", {
      url: text,
      servicePrincipalId: text,
      servicePrincipalKey: secret,
      tenant: text,
    }),
  ],
  [
    "be5ec48c-5b78-49d5-b8fa-7c89ec4569b8",
    "azure-file-storage",
    "Azure File Storage",
    authSpec("Basic Authentication", "BasicAuthentication", {
      host: text,
      userId: text,
      password: secret,
    }),
  ],
  [
    "fb2e94c9-c031-467d-8103-6bd6e0a432f2",
    "ftp",
    "FTP",
    authSpec("Basic Authentication for FTP", "BasicAuthentication", {
      host: text,
      userName: text,
      password: secret,
    }),
  ],
  [
    "54e221aa-d342-4707-bcff-7a4bceef0001",
    "hdfs",
    "Apache HDFS",
    authSpec("Anonymous Authentication", "AnonymousAuthentication", { url: text }),
  ],
  [
    "c85f9425-fb21-426c-ad0b-405e9bd8a46c",
    "oracle-object-storage",
    "Oracle Object Storage",
    authSpec(
      "Access Key",
      "AccessKey",
      {
        serviceUrl: text,
        accessKey: text,
        secretKey: secret,
        bucketName: text,
        folderPath: text,
      },
      ["serviceUrl", "accessKey", "secretKey"],
    ),
  ],
];

/**
 * A part of Adobe's catalog: storages of files whose guides print a request and not the specification
 * (help/sources/tutorials/api/create/cloud-storage).
 */
export function fileSources(sourceSpec: JsonObject): readonly Entry[] {
  return storages.map(([id, name, label, way]) => ({
    id,
    name,
    label,
    provider: "batch",
    category: "Cloud Storage",
    authSpec: [way],
    sourceSpec,
  }));
}
