import { cli, output, type Local } from "./stackSupport";

/** Transcripts get their visitors, and wait for them only for a moment. */
export const linkedConfig = {
  "chatlio-aep:linkTranscripts": { value: "true" },
  "chatlio-aep:delivery.linkWait": { value: "10s" },
};

interface Chatlio {
  readonly conversation?: { readonly id?: string };
  readonly visitor?: { readonly key?: string; readonly uuid?: string; readonly userId?: string };
}

/** Expects that the transcript's row has the visitor of the chat, and that the table of links knows the chat. */
export async function expectLinked(local: Local): Promise<void> {
  const { rows } = await local.emulator.rows(await output<string>(local, "datasetId"));
  const all = rows.map((row) => {
    const [, own] = Object.entries(row).find(([name]) => /^_(?!id$)/.test(name)) ?? [];
    const { chatlio = {} } = own as { readonly chatlio?: Chatlio };
    return { type: row["eventType"], ...chatlio };
  });
  const startOf = ({ conversation: chat }: Chatlio) =>
    all.find(
      ({ conversation, type }) =>
        type === "chatlio.conversationStarted" && conversation?.id === chat?.id,
    );
  // The smoke test's transcript is of a chat that nobody has started.
  const transcript = all.find(
    (row) => row.type === "chatlio.transcriptExported" && startOf(row) !== undefined,
  );
  const started = transcript && startOf(transcript);
  const { key, userId, uuid } = started?.visitor ?? {};
  expect(key).toBe(`uuid:${uuid}`);
  expect(transcript?.visitor).toMatchObject({ key, uuid, userId });
  const found = await cli(local, "forget", "--visitor", uuid ?? "", "--rate", "1000");
  expect(found).toMatch(/^Links to visitors: 1 of [1-9]\d* chats$/m);
}
