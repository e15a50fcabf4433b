import { el } from "../../../emulator/ui/dom.js";

const dialog = document.getElementById("dialog");

/**
 * Opens a dialog. It closes with Escape; then the focus is where it was.
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {Node[]} [actions] buttons in addition to the one that closes
 */
export function showDialog(title, content, actions = []) {
  dialog.replaceChildren(
    el("h2", { id: "dialog-title" }, title),
    el("div.content", {}, ...content),
    el(
      "div.actions",
      {},
      ...actions,
      el("button.plain", { type: "button", onclick: () => dialog.close() }, "Close"),
    ),
  );
  if (!dialog.open) dialog.showModal();
}

export function closeDialog() {
  return dialog.close();
}

/** Says in the dialog why something did not work. */
export function showProblem(title, problem) {
  return showDialog(title, [el("p.bad", { role: "alert" }, problem)]);
}
