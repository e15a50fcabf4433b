// What Pulumi's Node.js language host loads when this folder is given as a package (PulumiPlugin.yaml), as in
// `pulumi package add <this folder>`. A stack whose Pulumi.yaml names the folder starts the launcher next to this file.
const path = require("node:path");

process.env.TSX_TSCONFIG_PATH = path.join(__dirname, "../../tsconfig.json");
require("tsx/cjs");
require("../provider/main.ts");
