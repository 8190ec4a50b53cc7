// The browser host: the same app as in the desktop's window, for a browser on this machine.
import path from 'node:path';
import process from 'node:process';
import { EngineError } from '../engine/errors.ts';
import { makeFolder } from './store/make-folder.ts';
import { numberOption, parseArguments, usage } from './commands/arguments.ts';
import { untilStopped } from './commands/until-stopped.ts';
import { openInBrowser } from './host/open-in-browser.ts';
import { createTemporaryRoot, dataRoot } from './host/root.ts';
import { Session } from './host/session/session.ts';
import { userPath } from './host/user-files.ts';
import { startWebServer } from './web/server.ts';

async function serve(words: string[]): Promise<void> {
  const { values, words: others } = parseArguments(words, {
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    data: { type: 'string' },
    'in-memory': { type: 'boolean' },
    'time-factor': { type: 'string' },
    json: { type: 'boolean' },
  });
  if (others.length > 0) throw usage(`serve takes no words, and was given "${others[0]}".`);
  const port = numberOption('port', values.port, 0, { least: 0, most: 65_535, whole: true });
  const timeFactor = numberOption('time-factor', values['time-factor'], 120, { above: 0, most: 100_000 });
  const temporary = values['in-memory'] ? createTemporaryRoot() : undefined;
  const root = temporary?.folder ?? (values.data === undefined ? dataRoot() : userPath(values.data));
  let close = (): Promise<void> => Promise.resolve();
  await untilStopped(
    async (signal) => {
      makeFolder(root);
      const session = await Session.open({ root, timeFactor });
      close = () => session.close();
      await session.warmUp();
      const folder = path.resolve(import.meta.dirname, '../dist/renderer');
      const server = await startWebServer({ session, folder, port });
      close = async () => {
        await server.close();
        await session.close();
      };
      const { url } = server;
      process.stdout.write(
        values.json
          ? JSON.stringify({ url, folder: root, sandbox: await session.sandboxAddress(), pid: process.pid }) +
              '\n'
          : `Guidepost is open at\n\n  ${url}\n\nThe address works once. Stop it with Ctrl-C.\n`,
      );
      if (!values['no-open'] && !values.json) openInBrowser(url);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    async () => {
      await close();
      temporary?.remove();
    },
  );
}

try {
  await serve(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  process.exitCode = error.code === 'usage' ? 2 : 1;
}
