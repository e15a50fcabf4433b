import type { Experiment } from "../experiment";
import { catalogExperiments } from "./catalog";
import { dataPrepExperiments } from "./dataPrep";
import { flowChangeExperiments } from "./flowChanges";
import { flowExperiments } from "./flowService";
import { ingestionExperiments } from "./ingestion";
import { platformExperiments, visibilityExperiment } from "./platform";
import { registryExperiments } from "./schemaRegistry";
import { streamingExperiments } from "./streaming";
import { unionExperiments } from "./union";

/**
 * All experiments in the order in which they run. Records are sent early and looked for at the end, because
 * they take the longest.
 */
export const experiments: readonly Experiment[] = [
  ...platformExperiments,
  ...streamingExperiments,
  ...registryExperiments,
  ...catalogExperiments,
  ...dataPrepExperiments,
  ...flowExperiments,
  ...flowChangeExperiments,
  ...unionExperiments,
  ...ingestionExperiments,
  visibilityExperiment,
];
