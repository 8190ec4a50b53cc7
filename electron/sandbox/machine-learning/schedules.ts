import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { mayRunCommands } from './command-token.ts';
import { faultOfCron } from './schedule-times.ts';

const frequencies = ['minute', 'hour', 'day', 'week', 'month'];

/** Schedules; what starts their jobs is the runner. */
export const schedule: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/schedules',
  operations: 'Schedules',
  nameRule: {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/,
    sentence: 'A schedule name has 1 to 255 letters, digits, hyphens and underscores.',
  },
  location: 'none',
  seconds: { create: 3, delete: 3 },
  listed({ properties }, query) {
    const view = query.get('listViewType') ?? 'EnabledOnly';
    return view === 'All' || (view === 'EnabledOnly') === (properties.isEnabled !== false);
  },
  complete,
};

function complete({ properties, authorization }: ResourceDraft, world: World): CompletedResource {
  const { trigger, action } = properties;
  if (!isObject(trigger)) throw invalidContent("The required property 'trigger' is missing.");
  if (!isObject(action)) throw invalidContent("The required property 'action' is missing.");
  checkTrigger(trigger);
  if (action.actionType === 'CreateJob') {
    if (!isObject(action.jobDefinition)) {
      throw invalidContent("The required property 'action.jobDefinition' is missing.");
    }
  } else if (action.actionType !== 'InvokeBatchEndpoint') {
    throw invalidContent("'action.actionType' is CreateJob or InvokeBatchEndpoint.");
  }
  return {
    properties: { isEnabled: true, ...properties },
    // Its jobs may what may who has sent it.
    secrets: { mayRunCommands: mayRunCommands(world, authorization) },
  };
}

function checkTrigger({
  triggerType,
  frequency,
  interval,
  expression,
}: Readonly<Record<string, unknown>>): void {
  if (triggerType === 'Recurrence') {
    if (!frequencies.includes(textOf(frequency).toLowerCase())) {
      throw invalidContent(`'trigger.frequency' is one of ${frequencies.join(', ')}.`);
    }
    if (!Number.isInteger(interval) || Number(interval) < 1) {
      throw invalidContent("'trigger.interval' is a whole number from 1.");
    }
  } else if (triggerType === 'Cron') {
    if (typeof expression !== 'string' || expression.trim().split(/\s+/).length !== 5) {
      throw new ArmError(
        400,
        'UserError',
        `The cron expression '${textOf(expression)}' has not five fields.`,
      );
    }
    const fault = faultOfCron(expression);
    if (fault !== undefined) {
      throw new ArmError(
        400,
        'UserError',
        `The cron expression '${expression}' has a field that cannot be read: '${fault}'.`,
      );
    }
  } else throw invalidContent("'trigger.triggerType' is Recurrence or Cron.");
}
