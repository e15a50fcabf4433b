import { page } from "../admin/page";
import { adminApi } from "../admin/routes";
import type { Service } from "../common/service";
import { catalog } from "./catalog/routes";
import { computedAttributes } from "./computedAttributes/routes";
import { connectors } from "./connectors/routes";
import { dataAccess } from "./dataAccess/routes";
import { dataHygiene } from "./dataHygiene/routes";
import { dataPrep, dataPrepOldPath } from "./dataPrep/routes";
import { datasetService } from "./datasetService/routes";
import { flowService } from "./flowService/routes";
import { identity } from "./identity/routes";
import { ims } from "./ims/routes";
import { observability } from "./observability/routes";
import { policyService } from "./policyService/routes";
import { profile } from "./profile/routes";
import { queryService } from "./queryService/routes";
import { sandboxManagement } from "./sandboxes/routes";
import { schemaRegistry } from "./schemaRegistry/routes";
import { segmentation } from "./segmentation/routes";
import { streaming } from "./streaming/routes";

/** Adobe's services as the emulator speaks for them. */
export const adobeServices: readonly Service[] = [
  ims,
  sandboxManagement,
  schemaRegistry,
  identity,
  catalog,
  datasetService,
  dataAccess,
  dataHygiene,
  observability,
  profile,
  segmentation,
  computedAttributes,
  queryService,
  policyService,
  dataPrep,
  dataPrepOldPath,
  flowService,
  connectors,
  streaming,
];

/** Everything that listens. */
export const allServices: readonly Service[] = [...adobeServices, adminApi(adobeServices), page];
