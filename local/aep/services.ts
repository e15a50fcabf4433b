import { dataAccess } from "./catalog/dataAccess";
import { hygiene } from "./catalog/hygiene";
import { catalog } from "./catalog/service";
import { page } from "./control/page";
import { control } from "./control/service";
import type { Service } from "./core/service";
import { dataPrep, dataPrepOldPath } from "./dataprep/service";
import { flowService } from "./flow/service";
import { observability } from "./observability/service";
import { schemaRegistry } from "./registry/service";
import { identity } from "./services/identity";
import { ims } from "./services/ims";
import { sandboxManagement } from "./services/sandboxManagement";
import { streaming } from "./streaming/service";

/** Adobe's services as the emulator speaks for them. */
export const adobeServices: readonly Service[] = [
  ims,
  sandboxManagement,
  schemaRegistry,
  identity,
  catalog,
  dataAccess,
  hygiene,
  observability,
  dataPrep,
  dataPrepOldPath,
  flowService,
  streaming,
];

/** Everything that listens. */
export const allServices: readonly Service[] = [...adobeServices, control(adobeServices), page];
