import { checkPack, type Vocabulary } from '../../../lessons/format/check-pack.ts';
import { packNotValid } from '../../../lessons/format/errors.ts';
import { loadPack, type Pack } from '../../../lessons/format/load-pack.ts';
import { operations } from '../../contract/operations.ts';
import { predicates } from '../../contract/predicates.ts';

/** What lessons can ask for: the operations and predicates of the contract, with the shape of their input. */
const vocabulary: Vocabulary = {
  operations: new Map(Object.entries(operations).map(([name, { input }]) => [name, input])),
  predicates: new Map(Object.entries(predicates)),
};

/**
 * Reads a pack and checks all that it asks for. `admit` looks at the version of Guidepost that it needs, before the
 * rest is checked. Errors: `pack-newer`, `pack-not-valid`, those of `admit`.
 */
export async function readPack(
  files: ReadonlyMap<string, string>,
  admit: (minAppVersion: string) => void,
): Promise<Pack> {
  const pack = loadPack(files);
  admit(pack.minAppVersion);
  const errors = (await checkPack(pack, vocabulary)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw packNotValid(errors);
  return pack;
}
