/** Whether some text of the page is selected. What is selected within a field is the field's own. */
function isSelecting() {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed;
}

/**
 * Keeps the page from being drawn while a key or a button is held, or a text is selected. A press whose element is
 * replaced before it is released does nothing, a selection is lost with its elements, and events can arrive several
 * times a second.
 */
export function createPresses() {
  let isHeld = false;
  let waiting = null;
  const hold = () => {
    isHeld = true;
  };
  const drawIfFree = () => {
    if (isHeld || isSelecting()) return;
    const draw = waiting;
    waiting = null;
    draw?.();
  };
  // The click comes after the release.
  const release = () =>
    setTimeout(() => {
      isHeld = false;
      drawIfFree();
    });
  for (const type of ["keydown", "pointerdown"]) addEventListener(type, hold, true);
  // A key that is released in another window is not seen here.
  for (const type of ["keyup", "pointerup", "pointercancel", "blur"])
    addEventListener(type, release);
  document.addEventListener("selectionchange", drawIfFree);
  return {
    /** Draws now, or when nothing is held or selected any more. */
    afterwards: (draw) => {
      waiting = draw;
      drawIfFree();
    },
  };
}
