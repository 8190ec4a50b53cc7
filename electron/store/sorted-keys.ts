/** Keys in the order of their characters, so that those with a common beginning are found without a look at the rest. */
export class SortedKeys {
  private keys: string[] = [];

  /** Holds these alone from now on. */
  replace(keys: Iterable<string>): void {
    this.keys = [...keys].sort();
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    this.keys.splice(this.placeOf(key), 0, key);
  }

  /** Takes out a key that is there. */
  delete(key: string): void {
    this.keys.splice(this.placeOf(key), 1);
  }

  /** All that begin so. */
  startingWith(prefix: string): string[] {
    const begin = this.placeOf(prefix);
    let end = begin;
    while (end < this.keys.length && this.keys[end].startsWith(prefix)) end++;
    return this.keys.slice(begin, end);
  }

  /** Where a key is, or would be. */
  private placeOf(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
