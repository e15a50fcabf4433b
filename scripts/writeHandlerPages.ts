import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { insertVerdictTable } from "../handlers/forwarder/verdictTable";
import { dictionary } from "../handlers/model/dictionary";

/** Writes the generated docs of this folder: `npm run docs:handlers`. Tests compare them. */
const docs = path.join(__dirname, "../docs");
const delivery = path.join(docs, "delivery.md");

writeFileSync(path.join(docs, "events.md"), dictionary());
writeFileSync(delivery, insertVerdictTable(readFileSync(delivery, "utf8")));
