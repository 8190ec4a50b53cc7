import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { connectSandbox } from '../../../electron/azure/connection.ts';
import { Host } from '../../../electron/host/host.ts';
import { HostState } from '../../../electron/host/host-state.ts';
import {
  createSuffix,
  lessonContext,
  openPack,
  resolutionOf,
} from '../../../electron/host/lesson/open-lesson.ts';
import { playLesson } from '../../../electron/host/lesson/play-lesson.ts';
import { startSandbox } from '../../../electron/sandbox/server.ts';
import { Store } from '../../../electron/store/store.ts';
import { azureDescriptions } from '../../support/openapi/folder.ts';
import { recordExchanges } from '../../support/openapi/recorder.ts';
import { OpenApiValidator } from '../../support/openapi/validator.ts';

const missing = existsSync(azureDescriptions) ? '' : ` (skipped: ${azureDescriptions} is not here)`;

it.skipIf(missing !== '')(
  `every call of the lesson is as Azure describes it${missing}`,
  async ({ annotate }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
    const sandbox = await startSandbox({ folder: path.join(folder, 'sandbox'), timeFactor: 5000 });
    const store = new Store({ folder: path.join(folder, 'host') });
    try {
      const connection = connectSandbox(sandbox);
      if (!connection.httpClient) throw new Error('The connection has no client.');
      const recording = recordExchanges(new OpenApiValidator(azureDescriptions), connection.httpClient);
      const host = new Host({
        state: new HostState(store),
        connection: { ...connection, httpClient: recording.httpClient },
        seed: 42,
      });
      const opened = await openPack('loan-approval', (file) => file);
      const [lesson] = opened.pack.lessons;
      const resolve = resolutionOf(lesson, opened, undefined);
      host.lesson = lessonContext(lesson, resolve('').file('data/loans.csv'));
      const newSuffix = (): string => createSuffix(42, 'sandbox');
      const { error, passed } = await playLesson({ host, lesson, seed: 42, resolution: resolve, newSuffix });
      expect([error, passed]).toEqual([undefined, true]);

      const sum = (counts: ReadonlyMap<string, number>): number =>
        [...counts.values()].reduce((total, count) => total + count, 0);
      const lines = [
        `${sum(recording.validated)} messages of ${recording.validated.size} operations were validated,`,
        `${sum(recording.unknown)} could not be:`,
        ...[...recording.unknown].map(([kind, count]) => `  ${count} × ${kind}`),
      ];
      await annotate(lines.join('\n'));
      process.stdout.write(`${lines.join('\n')}\n`);
      expect([...new Set(recording.faults)]).toEqual([]);
      expect(sum(recording.validated)).toBeGreaterThan(0);
      // What the documents here do not have: polling, which no document describes, and newer versions.
      const strict = [...recording.unknown.keys()].filter((kind) =>
        /^Microsoft\.MachineLearningServices (?!locations\/operationStatuses|workspaces 2024-04-01)/.test(
          kind,
        ),
      );
      expect(strict).toEqual([]);
    } finally {
      store.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
