import { writeFileSync } from "node:fs";
import path from "node:path";
import { dictionary } from "./dictionary";

writeFileSync(path.join(__dirname, "../../docs/events.md"), dictionary());
