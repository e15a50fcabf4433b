import { assumed, documented, reported } from "../../common/behavior";

const tutorial = "Chatlio API tutorial";

export const flowBehaviors = [
  reported(
    "Requests of a Postman collection. AdobeDocs/experience-platform.en, help/sources/tutorials/api/draft.md has the mode, with requests that lack nothing.",
    "With `mode=draft` a base connection may lack `auth` and a target connection `data`; publishing one that lacks them is rejected.",
  ),
  documented(
    "Draft tutorial",
    "A source or target connection cannot be published while its base connection is a draft.",
  ),
  assumed(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/draft.md: an older edition lists both connections as prerequisites, the newer one shows a request that has them; no sample changes them.",
    "A draft of a dataflow without connections is rejected.",
    "draft-flow-connections",
  ),
  documented(
    tutorial,
    "A new dataflow is `initializing` and becomes `enabled` after a moment; the etag of the POST is stale by then.",
  ),
  documented(
    "Flow Service API reference",
    "`version` and `etag` hold the same text, with inner double quotes.",
  ),
  assumed(
    "Not documented.",
    "A dataflow keeps the URL of its streaming endpoint when it is disabled and enabled again, or its mapping changes.",
    "inlet-url-survives",
  ),
  assumed(
    "A sample of a response shows a text, requests show a number.",
    "A read dataflow gives `mappingVersion` as a text.",
    "mapping-version-type",
  ),
  assumed(
    "The transitional states are documented, not when they occur.",
    "A PATCH takes effect at once; the dataflow stays enabled.",
    "flow-update",
  ),
  assumed(
    "Newer guides delete and update streaming dataflows; an older flow spec said it could not be.",
    "The flow specs say that deleting and updating is supported.",
    "flow-delete-supported",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api and help/destinations/api",
    "The catalog has Amazon S3, Azure Blob, Azure Data Lake Gen2, Azure File Storage, Google Cloud Storage, Oracle Object Storage, HDFS, FTP, SFTP, Data Landing Zone, Kinesis, Event Hubs, PubSub, MySQL, PostgreSQL, Snowflake, Salesforce and Microsoft Dynamics as sources, Amazon S3, Azure Blob, Azure Data Lake Gen2, Google Cloud Storage, SFTP, Data Landing Zone, Adobe Campaign, Kinesis and Event Hubs as destinations, the Profile Store, and the flow specs of cloud storages, of tables, of streaming sources and of these destinations, under Adobe's ids. `CloudStorageToAEP` and `CRMToAEP` are for further sources, which the catalog does not have: Adobe's guides give their ids, and not the names that a lookup by name finds them by. A source and a destination share the name `amazon-s3`.",
  ),
  assumed(
    "The guides to destinations print ids of flow specs; of their names only that they begin with `upsTo`.",
    "The flow specs of destinations have made-up names, and the Profile Store the name `Profile Store`. The target parameters of SFTP, Data Landing Zone, Adobe Campaign, Kinesis and Event Hubs are those of the guides' requests.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/destinations/api/activate-segments-file-based-destinations.md",
    "The auth specs and target parameters of Azure Blob, Azure Data Lake Gen2 and Google Cloud Storage as destinations, with their patterns.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/collect/database-nosql.md and crm.md",
    "A source of tables is a source connection with the format `tabular` and `params.tableName`. Its dataflow, by `CRMToAEP`, has a transformation `Copy` with a delta column before its `Mapping`; a read returns both as they were sent.",
  ),
  assumed(
    "Older editions of the guides print the auth specs of MySQL, PostgreSQL, Salesforce and Google Cloud Storage; newer ones print requests with further ways to authenticate, or other names of them. The API reference prints the whole spec of Microsoft Dynamics, without its name. help/sources/tutorials/api/filter.md has a request without `columns`, which that spec requires.",
    "The ways to authenticate of a source of tables are those of the newest requests. The names `snowflake` and `dynamics-online` are made up. All sources of tables have the `sourceSpec` of Microsoft Dynamics, with `tableName` alone required.",
  ),
  assumed(
    "The guides to Azure Data Lake Gen2, Azure File Storage, FTP, HDFS and Oracle Object Storage as sources print requests and no specs; the one to Azure Data Lake Gen2 prints the id of the provider in place of the spec's, which the guide to cloud storages has.",
    "Their ways to authenticate have the names and parameters of the requests. Their own names are made up, and their source parameters are those of other storages.",
  ),
  assumed(
    "The emulator reads no tables. help/sources/tutorials/api/collect/database-nosql.md says what a delta column is for, not whether it has to be a column of the source connection, nor whether it can be changed.",
    "Any name is taken for a delta column, also in a PATCH of the transformations.",
  ),
  assumed(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/encrypt-data.md prints the request. The printed spec of `CloudStorageToAEP` does not have the transformation.",
    "A dataflow of `CloudStorageToAEP` may have a transformation `Encryption` with `publicKeyId`; whether there is such a key is not checked.",
  ),
  assumed(
    "In every guide a source or target connection has the spec of its base connection; no document says what becomes of another.",
    "Whether a source or target connection and its base connection have the same connection spec is not checked.",
  ),
  documented(
    "help/destinations/api/connect-activate-batch-destinations.md; Destinations API reference",
    "A base connection of the Profile Store or of Data Landing Zone needs no `auth`; a source connection of the Profile Store needs no base connection, `data` or `params`; a target connection of a destination needs a base connection and no `data`.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/destinations/api/export-datasets.md",
    "A source connection of the spec 23598e46-f560-407b-88d5-ea6207e49db0 has the datasets that a dataflow exports. The flow specs are those of the audiences, the transformations are empty, and the schedule has `interval`, `timeUnit` and `startTime`.",
  ),
  assumed(
    "The guide prints the id of the spec and a request, not the spec, and no read of such a dataflow.",
    "The spec of datasets has the made-up name `Data Lake`. Whether a dataset of such a source connection exists is not checked, nothing is exported, and a read dataflow has the values of its schedule as texts.",
  ),
  documented(
    "help/destinations/api/api-migration-guide-cloud-storage-destinations.md",
    "A read base connection of a destination has `authorizedDate` among its parameters.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/destinations/api/activate-segments-file-based-destinations.md",
    "The specs of destinations of files have `encryptionSpecs`. A base connection is made with `encryptionSpecs` next to `auth`, as newer editions print it.",
  ),
  assumed(
    "help/destinations/api/api-migration-guide-cloud-storage-destinations.md prints read base connections with `encryption`, and the algorithm `PGP/GPG`; the guide with the request has `encryptionSpecs`, and the algorithm `PGPGPG`. An older edition has it in `auth.params`.",
    "A read base connection shows what was sent as `encryptionSpecs` as `encryption`, with the key. What an older request has in `auth.params` stays there. Nothing is encrypted.",
  ),
  documented(
    "Destinations API reference",
    "A destination dataflow is created with empty selectors, and gets audiences and attributes by PATCH. Its transformation is named `GeneralTransform`; `General Transform`, as the schema of the request has it, is taken for the same. It has `isDestinationFlow` below `inheritedAttributes.properties`.",
  ),
  documented(
    "Destinations API reference",
    "Audiences of a destination dataflow get `createTime` and `updateTime`, in seconds as texts. In a dataflow to a destination of files each has a file name, an export mode and a schedule, whose values are those of the reference.",
  ),
  assumed(
    "In the guides a response of a batch destination has it, one of a streaming destination has not.",
    "A read destination dataflow has a `mapping` for each attribute that was added as a path only.",
    "attribute-mapping",
  ),
  assumed(
    "RFC 6902 says so; the guide says that removing 0 and 1 removes the first and the second.",
    "Each index in a PATCH of selectors is that of the list as the operations before have left it.",
    "selector-indices",
  ),
  assumed(
    "No document says what becomes of an audience or attribute that does not exist.",
    "Whether an audience, attribute or mapping of a destination dataflow exists is not checked, an audience may be there twice, and nothing is exported: there are no runs.",
  ),
  assumed(
    "The guides print the specs of S3, Blob and SFTP, and only ids and sample requests of the others.",
    "The names `landing-zone` and `Google PubSub`, and the auth specs of Kinesis, Event Hubs and PubSub, are those of the samples. Of a `sourceSpec` there is only what the reference's sample and the guides' requests show, and the provider of the catalog's other entries is not shown.",
  ),
  assumed(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/update.md: a response shows the user name as it is and placeholders for password and token; not whether they are masked.",
    "A read base connection shows asterisks for each parameter that its auth spec calls a password. A changed `auth.params` replaces all parameters.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/create/cloud-storage/s3.md",
    "One parameter of a base connection is changed by its path, as `/auth/params/s3SessionToken`, and the others stay.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/sources/tutorials/api/update-dataflows.md",
    "A read dataflow has the values of its schedule as texts.",
  ),
  assumed(
    "The emulator reads no files. help/sources/tutorials/api/collect/cloud-storage.md says when the files are taken.",
    "A dataflow with a schedule has no runs, and brings no rows.",
  ),
  documented("Dataflow guides", "Changing a connection does not change the dataflow that uses it."),
];
