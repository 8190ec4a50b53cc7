/** How often something may happen in a second. */
export class RateLimit {
  private readonly most: number;
  private readonly now: () => number;
  private second = 0;
  private count = 0;

  constructor(most: number, now: () => number = Date.now) {
    this.most = most;
    this.now = now;
  }

  /** Counts one more; false where it is too many. */
  take(): boolean {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.count = 0;
    }
    this.count++;
    return this.count <= this.most;
  }
}
