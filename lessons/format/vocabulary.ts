import type { z } from 'zod';

/** What lessons can ask for: the schemas of inputs and arguments by the names of operations and predicates. */
export interface Vocabulary {
  readonly operations: ReadonlyMap<string, z.ZodType>;
  readonly predicates: ReadonlyMap<string, z.ZodType>;
}
