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
 * The experiments by what runs one after another; the lists run at the same time. Those of one list may change the same
 * objects. Records are sent early, because what becomes of them takes the longest.
 */
export const lanes: readonly (readonly Experiment[])[] = [
  ...ingestionExperiments.map((one) => [one]),
  flowChangeExperiments,
  unionExperiments,
  registryExperiments,
  flowExperiments,
  streamingExperiments,
  catalogExperiments,
  dataPrepExperiments,
  platformExperiments,
];

/** All experiments. The last one looks at what the others have made. */
export const experiments: readonly Experiment[] = [...lanes.flat(), visibilityExperiment];

export { visibilityExperiment };
