import { setTimeout as delay } from 'node:timers/promises';
import { expectOk, needCluster, polling, scopeOf, versions, type Lane, type Work } from './lane.ts';
import type { Session } from './session.ts';

const query = `?api-version=${versions.learning}`;
export const ended = ['Completed', 'Failed', 'Canceled'];

/** How many seconds the commands sleep that are to be found among the machine's processes: no others sleep so long. */
export const sleeping = (seed: string): string => `86400.${seed}`;

/** How far a job is; `undefined` where there is none. */
export async function statusOf({ send }: Pick<Session, 'send'>, job: string): Promise<string | undefined> {
  const { status, body } = await send('GET', job + query);
  return status === 200 ? (body as { properties: { status: string } }).properties.status : undefined;
}

/** Waits until a job has ended, and notes how: it stays so. */
async function untilEnded(lane: Lane, job: string): Promise<string> {
  const { session } = lane;
  for (;;) {
    const status = await statusOf(session, job);
    if (status === undefined) throw new Error(`The job ${job} is gone.`);
    if (!ended.includes(status)) {
      await delay(10);
      continue;
    }
    await session.ledger.change(endOf(job), status, () => Promise.resolve());
    return status;
  }
}

function endOf(job: string): {
  name: string;
  home: string;
  read(session: Session): Promise<string | undefined>;
} {
  return {
    name: `end of ${job}`,
    home: job,
    async read(session) {
      const status = await statusOf(session, job);
      return status !== undefined && ended.includes(status) ? status : undefined;
    },
  };
}

async function submit(lane: Lane, properties: Readonly<Record<string, unknown>>): Promise<string> {
  await needCluster(lane);
  const { session, ids, random } = lane;
  const revision = session.ledger.revision();
  const job = `${ids.workspace}/jobs/job-${revision}${random.integer(1000)}`;
  await expectOk(lane, 'PUT', job + query, {
    properties: {
      computeId: ids.cluster,
      experimentName: 'kills',
      description: revision,
      tags: { revision },
      ...properties,
    },
  });
  return job;
}

/** A command that writes an output, which is read when it has ended. */
async function runCommand(lane: Lane): Promise<void> {
  const { session, ids } = lane;
  // It is no mark of a request: the job bears its own.
  const text = session.ledger.revision().replace('rev', 'said');
  const job = await submit(lane, {
    jobType: 'Command',
    command: `echo ${text} > \${{outputs.written}}/text.txt && echo said`,
    outputs: { written: { jobOutputType: 'uri_folder' } },
  });
  if ((await untilEnded(lane, job)) !== 'Completed') return;
  const blob = `azureml/${job.slice(job.lastIndexOf('/') + 1)}/written/text.txt`;
  const store = await expectOk(lane, 'GET', `${ids.workspace}/datastores/workspaceblobstore${query}`);
  const { containerName } = store.properties as { containerName: string };
  const read = async (other: Session): Promise<string | undefined> => {
    const client = (await other.blobs(ids.account)).getContainerClient(containerName).getBlobClient(blob);
    return (await client.exists()) ? (await client.downloadToBuffer()).toString() : undefined;
  };
  await session.ledger.change({ name: `output of ${job}`, home: job, read }, `${text}\n`, async () => {
    const found = await read(session);
    if (found !== `${text}\n`) throw new Error(`The output of ${job} is ${JSON.stringify(found)}.`);
  });
}

/** A command that never ends by itself; it is cancelled, or it meets the kill. */
function longCommand(seed: string): Work {
  return async (lane) => {
    const { session, random } = lane;
    const job = await submit(lane, { jobType: 'Command', command: `sleep ${sleeping(seed)} & wait` });
    if (random.integer(2) === 0) return;
    if (random.integer(2) === 0) while ((await statusOf(session, job)) !== 'Running') await delay(10);
    const name = job.slice(job.lastIndexOf('/') + 1);
    await session.machineLearning.jobs.beginCancelAndWait(...scopeOf(lane), name, polling);
    await untilEnded(lane, job);
    if (random.integer(2) === 0) return;
    await session.machineLearning.jobs.beginDeleteAndWait(...scopeOf(lane), name, polling);
  };
}

const table = 'a,b,c\n1,2,x\n3,4,y\n5,6,z\n';

/** A pipeline of Guidepost's components. */
async function runPipeline(lane: Lane): Promise<void> {
  await needCluster(lane);
  const { session, ids } = lane;
  const component = `${ids.workspace}/components/guidepost_select_columns/versions/1`;
  if (!session.ledger.has(component)) {
    const revision = session.ledger.revision();
    await session.machineLearning.componentVersions.createOrUpdate(
      ...scopeOf(lane),
      'guidepost_select_columns',
      '1',
      {
        properties: {
          componentSpec: { type: 'command', command: 'true' },
          description: revision,
          tags: { revision },
        },
      },
    );
  }
  const store = await expectOk(lane, 'GET', `${ids.workspace}/datastores/workspaceblobstore${query}`);
  const { containerName } = store.properties as { containerName: string };
  const container = (await session.blobs(ids.account)).getContainerClient(containerName);
  await container.getBlockBlobClient('in/table.csv').upload(table, table.length);
  const literal = (value: string): object => ({ job_input_type: 'literal', value });
  const job = await submit(lane, {
    jobType: 'Pipeline',
    inputs: {
      rows: { jobInputType: 'uri_file', uri: 'azureml://datastores/workspaceblobstore/paths/in/table.csv' },
    },
    jobs: {
      select: {
        type: 'command',
        componentId: component,
        inputs: { settings: literal('{}'), table: literal('${{parent.inputs.rows}}') },
      },
    },
  });
  const status = await untilEnded(lane, job);
  if (status !== 'Completed') throw new Error(`The pipeline job ${job} has ended as ${status}.`);
}

/** Work that runs on after it was asked for; `seed` marks its processes. */
export function jobWork(seed: string): Readonly<Record<string, Work>> {
  return { runCommand, longCommand: longCommand(seed), runPipeline };
}
