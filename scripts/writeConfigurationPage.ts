import { writeFileSync } from "node:fs";
import path from "node:path";

import { configurationPage } from "../infra/config/document";

writeFileSync(path.join(__dirname, "../docs/configuration.md"), configurationPage());
