"use strict";

/** Required before the program, by `nodeargs` in Pulumi.yaml: what makes its start fast and its errors readable. */
require("./lateModules.cjs");
require("./promiseStacks.cjs");
require("./stackTraces.cjs");
