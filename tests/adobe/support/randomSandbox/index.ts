import type { AdobeClient } from "../../../../adobe/client";
import { EVENT_CLASS } from "../programs";
import { Draw } from "./draw";
import { makeDestination, makeExport, makeSource } from "./flows";
import type { MadeDataset } from "./flows";
import {
  makeComputed,
  makeGovernance,
  makeMergePolicies,
  makeQueries,
  makeSegments,
} from "./profile";
import { describe, makeClasses, makeDataTypes, makeRelational, makeSchema } from "./registry";
import type { MadeSchema, Said } from "./registry";

export type { Said } from "./registry";

const PROFILE_CLASS = "https://ns.adobe.com/xdm/context/profile";

/**
 * Fills a sandbox at random, the same for the same seed, as people and Adobe's UI do: with objects of every type.
 *
 * @returns what no program can write of them
 */
export async function fillAtRandom(ui: AdobeClient, seed: number): Promise<readonly Said[]> {
  const draw = new Draw(seed);
  const said: Said[] = [];
  const namespaces = ["Email", "Phone", ...(await makeNamespaces(ui, draw))];
  const typeIds = await makeDataTypes(ui, draw, said);
  const classes = [EVENT_CLASS, PROFILE_CLASS, ...(await makeClasses(ui, draw))];
  const schemas: MadeSchema[] = [];
  for (let count = 2 + draw.below(4); count > 0; count--) {
    // The first is of profiles, so that some dataset can be Profile's.
    const of = schemas.length === 0 ? PROFILE_CLASS : draw.pick(classes);
    schemas.push(await makeSchema(ui, draw, { of, typeIds, said }));
  }
  const datasets: MadeDataset[] = [];
  for (const schema of schemas) {
    const joins = schema === schemas[0] && draw.chance(0.7);
    const others = schemas.filter((one) => one !== schema);
    await describe(ui, draw, { schema, others, namespaces, joins });
    datasets.push(await makeDataset(ui, draw, schema, joins));
  }
  if (draw.chance(0.7)) await makeDataset(ui, draw, { id: await makeRelational(ui, draw) }, false);
  const policyIds = await makeMergePolicies(
    ui,
    draw,
    datasets.map(({ id }) => id),
  );
  const audienceIds = await makeSegments(ui, draw, policyIds);
  await makeComputed(ui, draw);
  await makeQueries(ui, draw);
  for (let count = 1 + draw.below(2); count > 0; count--)
    await ui.keyPairs.create({
      name: draw.name(),
      encryptionAlgorithm: draw.pick(["PGP", "GPG"]),
      params: { passPhrase: "t0p-s3cret" },
    });
  await makeGovernance(ui, draw);
  for (const dataset of datasets) if (draw.chance(0.4)) await makeSource(ui, draw, dataset);
  for (const dataset of datasets) if (draw.chance(0.2)) await makeExport(ui, draw, dataset);
  if (draw.chance(0.7)) await makeDestination(ui, draw, audienceIds);
  return said;
}

async function makeNamespaces(ui: AdobeClient, draw: Draw): Promise<string[]> {
  const codes: string[] = [];
  for (let count = draw.below(3); count > 0; count--) {
    const code = draw.code();
    await ui.identity.create({
      code,
      name: draw.name(),
      idType: draw.pick(["COOKIE", "CROSS_DEVICE", "DEVICE", "EMAIL", "PHONE"]),
      ...draw.maybe({ description: draw.name() }),
    });
    codes.push(code);
  }
  return codes;
}

async function makeDataset(
  ui: AdobeClient,
  draw: Draw,
  { id: schemaId, of }: { readonly id: string; readonly of?: string },
  isProfile: boolean,
): Promise<MadeDataset> {
  const enabled = ["enabled:true"];
  const id = await ui.catalog.create({
    name: draw.name(),
    schemaRef: { id: schemaId, contentType: "application/vnd.adobe.xed-full+json;version=1" },
    tags: {
      ...draw.maybe({ team: ["chat", "a b"], "their/own~tag": ["1"] }),
      ...(isProfile ? { unifiedProfile: [...enabled, ...draw.pick([[], ["isUpsert:true"]])] } : {}),
      ...(isProfile === draw.chance(0.8) ? { unifiedIdentity: enabled } : {}),
    },
    ...draw.maybe({
      description: draw.name(),
      enableErrorDiagnostics: draw.chance(0.5),
    }),
  });
  if (draw.chance(0.3)) await ui.datasetLabels.create(id, draw.pick([["C1"], ["C2", "I1"]]));
  // Only rows with a time expire.
  if (of === EVENT_CLASS && draw.chance(0.5))
    await ui.catalog.setRetention(id, 30 + draw.below(60));
  return { id, schemaId };
}
