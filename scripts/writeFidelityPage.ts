import { writeFileSync } from "node:fs";
import path from "node:path";
import { adobeServices } from "../emulator/services";
import { collectFidelity } from "../emulator/fidelity/collect";
import { fidelityPage } from "../emulator/fidelity/page";

writeFileSync(
  path.join(__dirname, "../docs/emulator-fidelity.md"),
  fidelityPage(collectFidelity(adobeServices)),
);
