/**
 * Runs `work` while holding the lock `file`, which has one owner at a time across processes. The lock of
 * an owner that has ended is broken. `onWait` is called once when another process holds the lock, with
 * that process's id where it can be read.
 */
export function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait?: (pid: number | undefined) => void,
): Promise<T>;

/** Whether a process of that id exists on this machine. */
export function isRunning(pid: number): boolean;
