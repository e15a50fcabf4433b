// Required by a process that is measured: writes what it has used to a file of its own.
const { writeFileSync } = require("node:fs");
const path = require("node:path");

process.on("exit", () => {
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage();
  const used = { cpu: userCPUTime + systemCPUTime, peak: maxRSS * 1_024 };
  writeFileSync(path.join(process.env.GROWTH_USAGE, `${process.pid}.json`), JSON.stringify(used));
});
