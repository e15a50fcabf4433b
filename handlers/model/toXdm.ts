import type { ChatEvent } from "./chatEvent";
import { fields, lists } from "./fields";
import { setPath, TENANT } from "./paths";
import { CONSENTS } from "./siteConsents";
import { IDENTITIES } from "./siteIdentities";
import type { FieldDefinition } from "./types";

type Values = Readonly<Record<string, unknown>>;

/** A field, and the names on the way to it in the row. */
type Step = readonly [field: string, names: readonly string[]];

/** Worked out once: a batch has a row for each of a hundred events. */
function stepsOf(
  definitions: Readonly<Record<string, Pick<FieldDefinition, "xdm">>>,
): readonly Step[] {
  return Object.entries(definitions).map(([field, { xdm }]) => [field, xdm.split(".")]);
}

const fieldSteps = stepsOf(fields);

const identityNames = IDENTITIES.split(".");
const consentNames = CONSENTS.split(".");

const listSteps = Object.entries(lists).map(([list, { xdm, items }]) => ({
  list,
  names: xdm.split("."),
  items: stepsOf(items),
}));

/**
 * Returns the row of an event: what the mapping set makes of it in AEP. For streaming endpoints that take XDM.
 *
 * @param event the relay's event
 * @param tenantNamespace the organization's namespace with its underscore, as `_acme`
 */
export function toXdm(event: ChatEvent, tenantNamespace: string): Record<string, unknown> {
  const values = event as Values;
  const row: Record<string, unknown> = {};
  const put = (names: readonly string[], value: unknown) => {
    if (value === undefined) return;
    const [first, ...others] = names;
    setPath(row, first === TENANT ? [tenantNamespace, ...others] : names, value);
  };
  for (const [field, names] of fieldSteps) put(names, values[field]);
  put(identityNames, event.identities);
  put(consentNames, event.consents);
  for (const { list, names, items } of listSteps)
    put(
      names,
      (values[list] as readonly Values[] | undefined)?.map((item) => itemRow(item, items)),
    );
  return row;
}

function itemRow(item: Values, steps: readonly Step[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [field, names] of steps)
    if (item[field] !== undefined) setPath(row, names, item[field]);
  return row;
}
