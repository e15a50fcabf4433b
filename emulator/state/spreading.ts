/** What has changed too short a time ago for every service to know it. Ends with the process. */
export class Spreading {
  /** When an object that was just made becomes visible (ms), by the distinguishing part of its id. */
  readonly hidden = new Map<string, number>();
  /** Objects that were just deleted, as text, and how long they still count as users of others (ms). */
  released: { readonly text: string; readonly until: number }[] = [];

  clear(): void {
    this.hidden.clear();
    this.released = [];
  }
}
