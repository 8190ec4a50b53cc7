import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedKeys } from '../../../electron/store/sorted-keys.ts';

it('finds what a filter and a sort of all keys would find', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '😀'), maxLength: 4 });
  const change = fc.record({ key, isAdded: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(key), fc.array(change), key, (first, changes, prefix) => {
      const sorted = new SortedKeys();
      const all = new Set(first);
      sorted.replace(all);
      for (const { key: name, isAdded } of changes) {
        if (isAdded && !all.has(name)) sorted.add(name);
        if (!isAdded && all.has(name)) sorted.delete(name);
        if (isAdded) all.add(name);
        else all.delete(name);
      }
      expect(sorted.startingWith(prefix)).toEqual([...all].filter((name) => name.startsWith(prefix)).sort());
    }),
  );
});
