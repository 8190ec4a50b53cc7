import { expect, it } from 'vitest';
import { faultsOfChinese } from '../../../support/chinese.ts';
import { play, shell, type Played } from './command-workspace.ts';

const literal = (value: string): object => ({ job_input_type: 'literal', value });
const words = { jobInputType: 'uri_file', uri: 'azureml://datastores/workspaceblobstore/paths/in/words.txt' };

/** Two components that are registered: one counts words, one says a text so many times. */
async function registerComponents(played: Played): Promise<void> {
  const specs = {
    count_words: {
      type: 'command',
      inputs: { table: { type: 'uri_file' } },
      outputs: { counted: { type: 'uri_folder' } },
      command: 'wc -w < ${{inputs.table}} > ${{outputs.counted}}/count.txt && echo counted',
    },
    report: {
      type: 'command',
      inputs: {
        counted: { type: 'uri_folder' },
        times: { type: 'integer', default: '2' },
        title: { type: 'string', optional: true },
      },
      outputs: { text: { type: 'uri_file' } },
      command:
        'for i in $(seq ${{inputs.times}}); do cat ${{inputs.counted}}/count.txt; done > ${{outputs.text}}; echo run $AZUREML_RUN_ID $[[title ${{inputs.title}}]]',
    },
  };
  for (const [name, componentSpec] of Object.entries(specs)) {
    await played.put(`components/${name}/versions/1`, { properties: { componentSpec } });
  }
}

/** A pipeline as Microsoft's clients send it: the steps not in the order of their bindings. */
function stepsOf({ id }: Played): Record<string, object> {
  return {
    last: {
      type: 'command',
      componentId: `${id}/components/report/versions/1`,
      inputs: {
        counted: literal('${{parent.jobs.first.outputs.counted}}'),
        times: literal('${{parent.inputs.times}}'),
      },
      outputs: { text: { value: '${{parent.outputs.report}}', type: 'literal' } },
    },
    first: {
      type: 'command',
      display_name: 'Count the words',
      componentId: `${id}/components/count_words/versions/1`,
      inputs: { table: literal('${{parent.inputs.words}}') },
    },
  };
}

async function submit(
  played: Played,
  name: string,
  jobs: Readonly<Record<string, object>>,
  { token, inputs = {} }: { token?: string; inputs?: object } = {},
): Promise<Response> {
  const computeId = await played.cluster('cpu', 1);
  const properties = {
    jobType: 'Pipeline',
    computeId,
    jobs,
    inputs: { words, times: { jobInputType: 'literal', value: '3' }, ...inputs },
  };
  return played.put(`jobs/${name}`, { properties }, token);
}

it.skipIf(shell !== '')(
  `components run in the order of their bindings, and hand their outputs on${shell}`,
  async () => {
    const played = await play();
    await registerComponents(played);
    expect((await submit(played, 'words', stepsOf(played))).status).toBe(201);
    await played.until('words', 'Completed');
    expect(await played.blob('azureml/words/first/counted/count.txt')).toBe('3\n');
    // An output that is a file; the value of the job's input.
    expect(await played.blob('azureml/words/last/text')).toBe('3\n3\n3\n');
    const children = await played.children('words');
    expect(children.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      'Count the words Completed',
      'last Completed',
    ]);
    const last = children.find(({ name }) => name === 'last');
    // What is for an optional input that has no value is left out.
    expect(await played.log(last?.runId ?? '')).toBe(`run ${last?.runId}\n`);
  },
);

it.skipIf(shell !== '')(
  `a step may be written in the job itself, and take another's file${shell}`,
  async () => {
    const played = await play();
    const jobs = {
      write: {
        type: 'command',
        command: 'echo ${{inputs.word}} > ${{outputs.file}}',
        inputs: { word: literal('hello') },
        outputs: { file: { job_output_type: 'uri_file' } },
      },
      read: {
        type: 'command',
        command: 'cat ${{inputs.file}} ${{inputs.none}}/* | cat',
        inputs: {
          file: literal('${{parent.jobs.write.outputs.file}}'),
          none: literal('${{parent.jobs.empty.outputs.nothing}}'),
        },
      },
      empty: {
        type: 'command',
        command: 'true',
        outputs: { nothing: { job_output_type: 'uri_folder' } },
      },
    };
    await submit(played, 'inline', jobs);
    await played.until('inline', 'Completed');
    const read = (await played.children('inline')).find(({ name }) => name === 'read');
    expect(await played.log(read?.runId ?? '')).toContain('hello');
  },
);

it.skipIf(shell !== '')(`a step that fails ends the job; those behind it do not run${shell}`, async () => {
  const played = await play();
  const steps = {
    bad: {
      type: 'command',
      command: 'echo oh no; exit 3',
      outputs: { a: { job_output_type: 'uri_folder' } },
    },
    behind: {
      type: 'command',
      command: 'echo never',
      inputs: { a: literal('${{parent.jobs.bad.outputs.a}}') },
    },
  };
  await submit(played, 'fails', steps);
  expect(await played.until('fails', 'Failed')).toContain(
    "The step 'bad' failed: The command ended with the exit code 3",
  );
  const children = await played.children('fails');
  expect(children.map(({ name, status }) => `${name} ${status}`)).toEqual(['bad Failed', 'behind Canceled']);
  expect(await played.log(children[0].runId)).toContain('oh no');
});

it('nobody runs the commands of a pipeline without the token that was printed', async () => {
  const played = await play();
  await registerComponents(played);
  await submit(played, 'foreign', stepsOf(played), { token: 'another' });
  expect(await played.state('foreign')).toMatchObject({
    status: 'Failed',
    error: expect.stringContaining('token') as string,
  });
  const closed = await play(false);
  await registerComponents(closed);
  await submit(closed, 'foreign', stepsOf(closed));
  expect((await closed.state('foreign')).error).toContain('--allow-commands');
});

it('what cannot run is refused before it runs', async () => {
  const played = await play();
  await registerComponents(played);
  const { first, last } = stepsOf(played);
  const refusal = async (jobs: Record<string, object>): Promise<string> => {
    const reply = await submit(played, 'refused', jobs);
    expect(reply.status).toBe(400);
    const { message } = ((await reply.json()) as { error: { message: string } }).error;
    expect(faultsOfChinese([message], new Set(['first', 'counted', 'outputs', 'table', 'command']))).toEqual(
      [],
    );
    return message;
  };
  await played.put('components/guidepost_select_columns/versions/1', {
    properties: { componentSpec: { type: 'command', command: 'true' } },
  });
  const own = { type: 'command', componentId: `${played.id}/components/guidepost_select_columns/versions/1` };
  expect(await refusal({ first, own })).toContain("The step 'own' cannot run: it is one of Guidepost's");
  expect(await refusal({ last })).toContain("'first.outputs.counted', which is not there");
  expect(await refusal({ first: { ...first, inputs: {} } })).toContain("its input 'table' has no value");
  expect(await refusal({ nothing: { type: 'command' } })).toContain('it has no command');
  const around = (other: string): object => ({
    type: 'command',
    command: 'true',
    inputs: { a: literal(`\${{parent.jobs.${other}.outputs.a}}`) },
    outputs: { a: { job_output_type: 'uri_folder' } },
  });
  expect(await refusal({ one: around('two'), two: around('one') })).toContain(
    'it needs what it puts out itself',
  );
});

it('steps that cannot be are refused: names that lead out, bindings to nothing, an endless row', async () => {
  const played = await play();
  const step = (inputs: object): object => ({ type: 'command', command: 'true', inputs, outputs: { o: {} } });
  const row = Array.from({ length: 20_000 }, (_, index): [string, object] => [
    `s${index}`,
    step({ a: literal(`\${{parent.jobs.s${index + 1}.outputs.o}}`) }),
  ]);
  const refused: [jobs: Record<string, object>, why: string][] = [
    [{ a: step({ '../../../../out': { uri: words.uri } }) }, 'is no name of an input'],
    [{ a: step({ b: literal('${{parent.inputs.constructor}}') }) }, 'has no value'],
    [{ b: step({}), a: step({ b: literal('${{parent.jobs.b.outputs.constructor}}') }) }, 'is not there'],
    [Object.fromEntries(row), 'wait for each other'],
  ];
  for (const [index, [jobs, why]] of refused.entries()) {
    const reply = await submit(played, `bad${index}`, jobs);
    expect([reply.status, await reply.text()], why).toEqual([400, expect.stringContaining(why)]);
  }
});
