import type { z } from 'zod';

/** One thing that a learner, a lesson or a script can ask of the host. */
export interface OperationDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly summary: string;
  /** A strict object: a key that it does not know is an error. */
  readonly input: Input;
  readonly output: Output;
  /** It only looks: nothing of it stands in the list of work. */
  readonly onlyReads?: true;
  /** It is done at once, and often: nothing of it stands in the list of work either. */
  readonly isBrief?: true;
  /** What the same wait takes on Azure, in words; where it is long. */
  readonly azureTime?: string;
}

/** Checks an operation's types; returns it as it is. */
export function defineOperation<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
): OperationDefinition<Input, Output> {
  return definition;
}
