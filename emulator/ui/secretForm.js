import { el } from "./dom.js";

/** A form for the secret of the run: after a restart of the program, or when the address has none. */
export function secretForm({ label, hint }, use) {
  const input = el("input", { type: "password", id: "secret", autocomplete: "off" });
  const form = el(
    "form.panel",
    {
      onsubmit: (event) => {
        event.preventDefault();
        use(input.value.trim());
      },
    },
    el("label", {}, `${label} `, input),
    el("button.plain", { type: "submit" }, "Show"),
    el("p", {}, hint),
  );
  return { form, input };
}
