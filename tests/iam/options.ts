import { scope } from "./providerCalls";

export const kmsKey = `arn:aws:kms:${scope.region}:${scope.account}:key/01234567-89ab-cdef-0123-456789abcdef`;
export const permissionsBoundary = `arn:aws:iam::${scope.account}:policy/team/boundary`;

/** Configuration of a stack whose alarms somebody gets, that of the reconciler too, and that links transcripts. */
export const alarmsConfig = {
  "chatlio-aep:alarmEmail": "operations@example.com",
  "chatlio-aep:reconcile": "6h",
  "chatlio-aep:linkTranscripts": "true",
};

/** Configuration of a stack with every option that changes what AWS must allow. */
export const optionsConfig = {
  ...alarmsConfig,
  "chatlio-aep:kmsKey": kmsKey,
  "chatlio-aep:permissionsBoundary": permissionsBoundary,
  "chatlio-aep:archive": "30d",
  "chatlio-aep:tracing": "true",
  "chatlio-aep:reservedConcurrency": '{"receiver":20,"forwarder":10}',
  "chatlio-aep:smokeTest": "true",
};

export const saltsConfig = { "chatlio-aep:privacySalt": "a-salt-of-this-test" };
