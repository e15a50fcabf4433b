import { readFileSync } from "node:fs";
import path from "node:path";

import { messageText } from "../../handlers/support/messages";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { startDlq } from "../dlqSupport";
import { environmentOf } from "../support";
import { archive, countQueues } from "./support";

test("the commands of docs/privacy.md forget a person, and write what was kept to a file", async () => {
  const { aws, bin, close } = await startDlq({ archiveBucket: "archive" });
  try {
    countQueues(aws);
    const visitor = { email: "maria.keller@example.com" };
    await archive(aws, [messageText({ visitor }), messageText({ message: "x" })]);
    const printed = await runWritten(writtenCommands("docs/privacy.md", "npx chatlio-aep forget"), {
      cwd: bin,
      env: environmentOf({ aws, bin }),
    });
    expect(printed).toContain("Archived events: 1 of 2 messages\n");
    expect(JSON.parse(/^\{[^]*?^\}/m.exec(printed)?.[0] ?? "")).toMatchObject({
      complete: true,
      places: { archive: { removed: 1 } },
    });
    expect(readFileSync(path.join(bin, "maria.json"), "utf8")).toContain(
      '"event": "feedback-left"',
    );
  } finally {
    await close();
  }
});
