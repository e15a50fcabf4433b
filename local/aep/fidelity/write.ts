import { writeFileSync } from "node:fs";
import path from "node:path";
import { adobeServices } from "../services";
import { collectFidelity } from "./collect";
import { fidelityPage } from "./page";

writeFileSync(
  path.join(__dirname, "../../../docs/emulator-fidelity.md"),
  fidelityPage(collectFidelity(adobeServices)),
);
