import * as z from 'zod';

/** Why an operation failed: what happened, and what the learner can do about it. */
export const errorReplySchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  /** Whether the same may succeed later. */
  retryable: z.boolean(),
  correlationId: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

export type ErrorReply = z.output<typeof errorReplySchema>;

/** What the host answers. */
export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorReply };
