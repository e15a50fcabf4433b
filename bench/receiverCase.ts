import { ingest } from "../handlers/ingestion/ingest";
import { eventSlugs, privacyCategories, type PrivacyAction } from "../handlers/model";
import { hostileBodies } from "./receiverBodies";

/** Ingests one body in a process of its own, and prints what that cost. Run by bench/receiver.ts. */
function main([index = "0", bytes = "75000", policy = "keep"]: readonly string[]): void {
  const body = hostileBodies[Number(index)];
  if (!body) throw new Error(`There is no body ${index}.`);
  const action = policy as PrivacyAction;
  const options = {
    widgets: ["main"],
    events: eventSlugs,
    dedupeWindowSeconds: 600,
    transcript: { htmlBody: true },
    maxRowBytes: 990_000,
    // Texts and traits are looked through only when they are kept.
    privacy: {
      ...(Object.fromEntries(privacyCategories.map((each) => [each, action])) as Record<
        (typeof privacyCategories)[number],
        PrivacyAction
      >),
      ...Object.fromEntries(["text", "traits", ...(body.kept ?? [])].map((each) => [each, "keep"])),
    },
  } as const;
  const facts = {
    event: body.event,
    widget: "main",
    requestId: "r",
    receivedAt: "2026-11-23T10:05:00.000Z",
    synthetic: false,
  };
  ingest(Buffer.from('{"message":"warm up a@b.example"}'), facts, options);
  const buffer = Buffer.from(body.make(Number(bytes)));
  const memory = process.resourceUsage().maxRSS;
  const started = process.cpuUsage();
  const outcome = ingest(buffer, facts, options);
  const { user, system } = process.cpuUsage(started);
  process.stdout.write(
    JSON.stringify({
      bytes: buffer.length,
      microseconds: user + system,
      memoryBytes: (process.resourceUsage().maxRSS - memory) * 1024,
      outcome: outcome.kind === "quarantined" ? outcome.reason : outcome.kind,
    }),
  );
}

main(process.argv.slice(2));
