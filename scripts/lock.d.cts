/**
 * Runs `work` while holding the lock `file`, of which there is one owner at a time across processes; the
 * lock of an owner that is gone is broken. `onWait` is called once, with the owner's process id where it
 * can be read, when somebody else holds it.
 */
export function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (pid: number | undefined) => void,
): Promise<T>;

/** Whether a process of that id exists on this machine. */
export function isRunning(pid: number): boolean;
