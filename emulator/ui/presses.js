/**
 * Keeps the page from being drawn while a key or a button is held: a press whose element is replaced before it is
 * released does nothing, and events can arrive several times a second.
 */
export const createPresses = () => {
  let isHeld = false;
  let waiting = null;
  const hold = () => {
    isHeld = true;
  };
  // The click comes after the release.
  const release = () =>
    setTimeout(() => {
      isHeld = false;
      const draw = waiting;
      waiting = null;
      draw?.();
    });
  for (const type of ["keydown", "pointerdown"]) addEventListener(type, hold, true);
  // A key that is released in another window is not seen here.
  for (const type of ["keyup", "pointerup", "pointercancel", "blur"])
    addEventListener(type, release);
  return {
    /** Draws now, or when nothing is held any more. */
    afterwards: (draw) => {
      if (isHeld) waiting = draw;
      else draw();
    },
  };
};
