import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { play, shell, type Played } from './command-workspace.ts';

const hourly = { triggerType: 'Recurrence', frequency: 'hour', interval: 1 };

async function schedule(
  played: Played,
  name: string,
  {
    isEnabled = true,
    trigger = hourly,
    token,
  }: { isEnabled?: boolean; trigger?: object; token?: string } = {},
): Promise<Response> {
  const jobDefinition = { jobType: 'Command', command: 'echo $AZUREML_RUN_ID' };
  const action = { actionType: 'CreateJob', jobDefinition };
  return played.put(`schedules/${name}`, { properties: { isEnabled, trigger, action } }, token);
}

/** The jobs that a schedule has started, the newest first. */
async function jobsOf({ sandbox, id }: Played, name: string): Promise<string[]> {
  const reply = await fetch(`${sandbox.address}${id}/jobs?api-version=2022-10-01`, {
    headers: { authorization: 'Bearer x' },
  });
  const { value } = (await reply.json()) as { value: { name: string }[] };
  return value.map((job) => job.name).filter((job) => job.startsWith(`${name}-`));
}

async function untilStarted(played: Played, name: string, count: number): Promise<string[]> {
  for (;;) {
    const jobs = await jobsOf(played, name);
    if (jobs.length >= count) return jobs;
    await delay(20);
  }
}

it.skipIf(shell !== '')(
  `an enabled schedule starts its job again and again; a disabled one does not${shell}`,
  async () => {
    const played = await play();
    await schedule(played, 'never', { isEnabled: false });
    expect((await schedule(played, 'often')).status).toBe(201);
    const [newest, ...older] = await untilStarted(played, 'often', 3);
    expect(newest).toMatch(/^often-\d{8}T\d{6}Z$/);
    for (const job of older) await played.until(job, 'Completed');
    expect(await played.log(older[0])).toBe(`${older[0]}\n`);
    // Switched off, it starts none while another goes on.
    await schedule(played, 'often', { isEnabled: false });
    const { length } = await jobsOf(played, 'often');
    await schedule(played, 'other');
    await untilStarted(played, 'other', 3);
    expect(await jobsOf(played, 'often')).toHaveLength(length);
    expect(await jobsOf(played, 'never')).toEqual([]);
  },
);

it.skipIf(shell !== '')(`what a schedule has missed is not made up for after a restart${shell}`, async () => {
  const played = await play();
  await schedule(played, 'often');
  await untilStarted(played, 'often', 1);
  const before = await jobsOf(played, 'often');
  const again = await played.restart();
  const after = (await untilStarted(again, 'often', before.length + 2)).filter(
    (job) => !before.includes(job),
  );
  // Each is the last time that had come, at most once; none of those in between.
  expect(new Set(after).size).toBe(after.length);
  expect(after.every((job) => before.every((old) => job > old))).toBe(true);
});

it('a schedule runs no command for who may run none', async () => {
  const played = await play();
  await schedule(played, 'foreign', { token: 'another' });
  const [job] = await untilStarted(played, 'foreign', 1);
  expect(await played.state(job)).toMatchObject({
    status: 'Failed',
    error: expect.stringContaining('token') as string,
  });
});

it('a schedule that cannot be read is refused', async () => {
  const played = await play();
  const refusal = async (trigger: object): Promise<string> => {
    const reply = await schedule(played, 'bad', { trigger });
    expect(reply.status).toBe(400);
    return ((await reply.json()) as { error: { message: string } }).error.message;
  };
  expect(await refusal({ triggerType: 'Cron', expression: '0 25 * * *' })).toContain("cannot be read: '25'");
  expect(await refusal({ triggerType: 'Cron', expression: '0 5 * *' })).toContain('five fields');
  expect(await refusal({ triggerType: 'Recurrence', frequency: 'year', interval: 1 })).toContain('frequency');
});

it('a trigger that cannot be is refused', async () => {
  const played = await play();
  const daily = { triggerType: 'Recurrence', frequency: 'day', interval: 1 };
  for (const trigger of [
    { ...daily, schedule: 5 },
    { ...daily, schedule: { hours: [25], minutes: [0] } },
    { ...daily, startTime: 'soon' },
    { ...daily, endTime: 5 },
    { triggerType: 'Cron', expression: `${'0-59,'.repeat(600_000)}0 * * * *` },
  ]) {
    const reply = await schedule(played, 'bad', { trigger });
    expect([reply.status, (await reply.text()).length < 1000], JSON.stringify(trigger).slice(0, 80)).toEqual([
      400,
      true,
    ]);
  }
});
