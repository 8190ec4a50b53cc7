import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { mayRunCommands } from './command-token.ts';
import { faultOfCron, faultOfSchedule, timeOf } from './schedule-times.ts';

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
  schedule: pattern,
  startTime,
  endTime,
}: Readonly<Record<string, unknown>>): void {
  for (const [name, time] of Object.entries({ startTime, endTime })) {
    if (time !== undefined && time !== null && timeOf(time) === undefined) {
      throw invalidContent(`'trigger.${name}' is a time such as 2026-01-31T08:00:00.`);
    }
  }
  if (triggerType === 'Recurrence') {
    if (!frequencies.includes(textOf(frequency).toLowerCase())) {
      throw invalidContent(`'trigger.frequency' is one of ${frequencies.join(', ')}.`);
    }
    if (!Number.isInteger(interval) || Number(interval) < 1) {
      throw invalidContent("'trigger.interval' is a whole number from 1.");
    }
    if (pattern === undefined || pattern === null) return;
    const fault = isObject(pattern) ? faultOfSchedule(pattern) : 'It is an object.';
    if (fault !== undefined) throw invalidContent(`'trigger.schedule': ${fault}`);
  } else if (triggerType === 'Cron') {
    if (typeof expression !== 'string' || expression.trim().split(/\s+/).length !== 5) {
      throw new ArmError(
        400,
        'UserError',
        `The cron expression '${textOf(expression).slice(0, 300)}' has not five fields.`,
      );
    }
    const fault = faultOfCron(expression);
    if (fault !== undefined) {
      throw new ArmError(
        400,
        'UserError',
        `The cron expression '${expression.slice(0, 300)}' has a field that cannot be read: '${fault.slice(0, 80)}'.`,
      );
    }
  } else throw invalidContent("'trigger.triggerType' is Recurrence or Cron.");
}
