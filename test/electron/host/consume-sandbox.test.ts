import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { deployEcho } from '../../support/deployed-endpoint.ts';

const languages = [
  ['python', 'main.py', 'python3'],
  ['javascript', 'main.mjs', process.execPath],
  ['curl', 'main.sh', 'sh'],
] as const;

/** Runs a program; `undefined` where it is not installed. */
function run(
  program: string,
  file: string,
  key: string,
): Promise<{ output: string; code: number | null } | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [file], { env: { ...process.env, ENDPOINT_KEY: key } });
    let output = '';
    let said = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.on('close', (code) =>
      resolve(/curl: (command )?not found/.test(said) ? undefined : { output, code }),
    );
  });
}

it.for(languages)(
  'the %s code gets from the endpoint what the console gets, by rows, by a typed body, from a deployment',
  async ([language, file, program], { skip }) => {
    const { call } = await deployEcho('blue', 'green');
    const { primary } = await call('endpoint.show-keys', { endpoint: 'echo' });
    const rows = [
      { age: 30.5, area: 'Ru"ral\' $HOME `id` 漢字' },
      { age: null, area: '' },
    ];
    const asked = [
      { rows, format: 'web-service' },
      { rows, format: 'input_data', deployment: 'green' },
      { body: '{ "input_data": [ {"age": 1e2, "area": "\\u00e9"} ] }' },
    ];
    for (const request of asked) {
      const { code } = await call('endpoint.consume', { endpoint: 'echo', ...request });
      const { response, status } = await call('endpoint.invoke', { endpoint: 'echo', ...request });
      expect(status).toBe(200);
      const folder = temporaryFolder();
      writeFileSync(path.join(folder, file), code[language]);
      const result = await run(program, path.join(folder, file), primary);
      if (!result) return skip(`there is no ${language} on this machine`);
      expect(JSON.parse(result.output)).toEqual(response);
      expect(code[language]).not.toContain(primary);
      const refused = await run(program, path.join(folder, file), 'wrong');
      expect(refused?.code).not.toBe(0);
    }
  },
);
