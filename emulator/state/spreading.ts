/** An object that was just deleted. */
export interface Released {
  /** The distinguishing part of its id. */
  readonly key: string;
  /** The whole object as text: what it used is in it. */
  readonly text: string;
  /** When it stops to count as a user of others (ms). */
  readonly until: number;
}

/** What has changed too short a time ago for every service to know it. Ends with the process. */
export class Spreading {
  /** When an object that was just made becomes visible (ms), by the distinguishing part of its id. */
  readonly hidden = new Map<string, number>();
  /** Objects that were just deleted and still count as users of others. */
  released: Released[] = [];

  clear(): void {
    this.hidden.clear();
    this.released = [];
  }
}
