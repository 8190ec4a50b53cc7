import * as z from 'zod';
import { faultKinds, repairableKinds } from './fault-kinds.ts';

/** Something that goes wrong on purpose, so that a learner or a test meets it. */
export const faultSchema = z
  .strictObject({
    operation: z
      .string()
      .min(1)
      .max(200)
      .describe(
        'The operation that it befalls, such as Workspaces_CreateOrUpdate; * stands for any characters.',
      ),
    name: z
      .string()
      .min(1)
      .max(260)
      .optional()
      .describe('The name of the resource that it befalls; * stands for any characters. Without it any.'),
    kind: z.enum(faultKinds).describe('What goes wrong.'),
    until: z
      .enum(['times', 'repaired', 'taken-back'])
      .default('times')
      .describe(
        'How long it holds: times, for so many calls; repaired, until the world is repaired; taken-back, until it is.',
      ),
    times: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(1)
      .describe('How many calls it befalls, where it holds by times.'),
    probability: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe('How likely it befalls a call that fits; the same seed gives the same calls.'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(1)
      .describe('For a probability below 1.'),
    retryAfterSeconds: z
      .number()
      .min(0)
      .max(3600)
      .default(1)
      .describe('For throttled: what Retry-After says.'),
    milliseconds: z
      .int()
      .min(0)
      .max(60_000)
      .default(1000)
      .describe('For slow: how long a call waits before it is answered.'),
    bytesPerSecond: z
      .int()
      .min(1)
      .optional()
      .describe('For slow: how fast what is sent and answered travels; without it at once.'),
    cut: z
      .enum(['before', 'middle'])
      .default('before')
      .describe(
        'For connection-cut: before, when nothing is done; middle, in the middle of the reply, when the work is done, or of what is uploaded.',
      ),
    status: z
      .literal([424, 500, 502, 503])
      .default(500)
      .describe('For server-error: 500, 502, 503, or 424 as an endpoint answers when its model fails.'),
    code: z.string().max(200).default('InternalServerError').describe('For operation-fails: the error code.'),
    message: z
      .string()
      .max(2000)
      .default('The operation failed on purpose.')
      .describe('For operation-fails: the error message.'),
    afterPolls: z
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe('For operation-fails: after how many questions for its state.'),
    cores: z
      .int()
      .min(0)
      .default(4)
      .describe(
        'For quota-exceeded until it is repaired: how many cores are left; who asks for no more passes.',
      ),
    role: z
      .string()
      .max(200)
      .optional()
      .describe('For role-missing: the role that repairs it; without it any that may change something.'),
  })
  .superRefine(({ kind, until }, context) => {
    if (until !== 'repaired' || repairableKinds.includes(kind)) return;
    context.addIssue({
      code: 'custom',
      path: ['until'],
      message: `nobody can repair ${kind}: write times or taken-back; repaired is for ${repairableKinds.join(', ')}`,
    });
  });

export type Fault = z.output<typeof faultSchema>;

/** How a fault is called among the others of its card. */
export const faultName = z
  .string()
  .regex(/^[\w.-]{1,80}$/, 'Use 1 to 80 letters, digits, underscores, periods and hyphens.');

/** A card of faults: what a teacher hands out, as one small file. */
export const faultCardSchema = z.strictObject({
  title: z.string().max(200).default('Faults').describe('What a learner sees of it first.'),
  task: z.string().max(2000).optional().describe('What is to be repaired, in a sentence for the learner.'),
  faults: z.record(faultName, faultSchema).describe('What goes wrong, each under a name of its own.'),
});

export type FaultCard = z.output<typeof faultCardSchema>;

/** A fault that was dealt, and how far it is. */
export const dealtFaultSchema = z.looseObject({
  name: z.string(),
  /** Of the resource that it befalls; `name` is the fault's own. */
  resource: z.string().nullable(),
  /** Whether it came with the card; else it was added by itself. */
  isOnCard: z.boolean().default(false),
  operation: z.string(),
  kind: z.enum(faultKinds),
  until: z.enum(['times', 'repaired', 'taken-back']),
  /** How many calls it still befalls. */
  times: z.number(),
  /** `waits` for its first call; `met`: it goes on; `used-up`; `repaired`. */
  state: z.enum(['waits', 'met', 'used-up', 'repaired']),
  /** How many calls it has befallen. */
  met: z.number(),
  /** The last of them. */
  last: z.object({ at: z.string(), operation: z.string(), name: z.string() }).nullable(),
  /** What has repaired it, such as Providers_Register Microsoft.KeyVault. */
  repairedBy: z.string().nullable(),
});

export type DealtFault = z.output<typeof dealtFaultSchema>;

/** What `GET /sandbox/faults` answers: the card that was dealt last, what waits, and what has ended. */
export const dealtCardSchema = z.object({
  title: z.string(),
  task: z.string().nullable(),
  value: z.array(dealtFaultSchema),
  ended: z.array(dealtFaultSchema),
});

export type DealtCard = z.output<typeof dealtCardSchema>;
