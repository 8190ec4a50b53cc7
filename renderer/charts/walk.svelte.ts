/** Where a reader stands among the points of a chart's series. */
export class Walk {
  series = $state(0);
  point = $state(0);
  /** Whether a point is shown: the keyboard is here, or the pointer is. */
  isActive = $state(false);
  private readonly sizes: () => readonly number[];

  constructor(sizes: () => readonly number[]) {
    this.sizes = sizes;
  }

  /** How many points the series has that is walked. */
  get size(): number {
    return this.sizes()[this.shownSeries] ?? 0;
  }

  get shownSeries(): number {
    return Math.min(this.series, Math.max(0, this.sizes().length - 1));
  }

  get shownPoint(): number {
    return Math.max(0, Math.min(this.point, this.size - 1));
  }

  /** Goes to a point, such as the one under the pointer. */
  goTo(series: number, point: number): void {
    this.series = series;
    this.point = point;
    this.isActive = true;
  }

  /**
   * Left and right walk the points, with the page keys a tenth of them; up and down change the series, where
   * there are several. Returns
   * whether the key was one of these.
   */
  press(key: string): boolean {
    const [series, point] = [this.shownSeries, this.shownPoint];
    const tenth = Math.max(1, Math.round(this.size / 10));
    const count = Math.max(1, this.sizes().length);
    const moves: Record<string, () => void> = {
      ArrowRight: () => (this.point = Math.min(this.size - 1, point + 1)),
      ArrowLeft: () => (this.point = Math.max(0, point - 1)),
      PageUp: () => (this.point = Math.min(this.size - 1, point + tenth)),
      PageDown: () => (this.point = Math.max(0, point - tenth)),
      Home: () => (this.point = 0),
      End: () => (this.point = this.size - 1),
      ArrowUp: () => (count === 1 ? moves.ArrowLeft() : (this.series = (series + count - 1) % count)),
      ArrowDown: () => (count === 1 ? moves.ArrowRight() : (this.series = (series + 1) % count)),
    };
    if (!Object.hasOwn(moves, key)) return false;
    moves[key]();
    this.isActive = true;
    return true;
  }
}
