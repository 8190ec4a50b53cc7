import * as z from 'zod';

const factValue = z.union([z.string(), z.number(), z.boolean()]);

/** What a condition asks about: the mode, answers, figures; by name. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** A condition as a tree of data; packs hold no expressions. Each node has one of `all`, `any`, `not`, `fact`. */
export const conditionSchema = z
  .strictObject({
    get all() {
      return z.array(conditionSchema).min(1).optional().describe('All of these hold.');
    },
    get any() {
      return z.array(conditionSchema).min(1).optional().describe('At least one of these holds.');
    },
    get not() {
      return conditionSchema.optional().describe('This does not hold.');
    },
    fact: z.string().min(1).optional().describe('The name of a fact, such as mode.'),
    is: factValue.optional().describe('What the fact must be.'),
    atLeast: z.number().optional().describe('What the fact, a number, must reach.'),
  })
  .superRefine(({ all, any, not, fact, is, atLeast }, context) => {
    const forms = [all, any, not, fact].filter((form) => form !== undefined).length;
    if (forms !== 1) {
      context.addIssue({ code: 'custom', message: 'Give a condition one of all, any, not and fact.' });
    } else if ([is, atLeast].filter((value) => value !== undefined).length !== (fact === undefined ? 0 : 1)) {
      context.addIssue({ code: 'custom', message: 'Beside fact stands is or atLeast, and nowhere else.' });
    }
  });

export type Condition = z.output<typeof conditionSchema>;

/** Whether a condition holds; a fact that is not known equals nothing. */
export function holds(condition: Condition, facts: Facts): boolean {
  const { all, any, not, fact, is, atLeast } = condition;
  if (all) return all.every((part) => holds(part, facts));
  if (any) return any.some((part) => holds(part, facts));
  if (not) return !holds(not, facts);
  const found = fact !== undefined && Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  if (found === undefined) return false;
  return atLeast === undefined ? found === is : typeof found === 'number' && found >= atLeast;
}

/** The names of the facts that a condition asks about. */
export function factsOf({ all = [], any = [], not, fact }: Condition): string[] {
  const parts = [...all, ...any, ...(not ? [not] : [])].flatMap(factsOf);
  return fact === undefined ? parts : [fact, ...parts];
}
