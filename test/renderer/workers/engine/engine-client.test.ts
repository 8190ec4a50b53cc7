import { expect, it } from 'vitest';
import { tutorialPipeline } from '../../../../engine/pipeline/templates.ts';
import { EngineClient } from '../../../../renderer/workers/engine/engine-client.ts';
import { EngineHost } from '../../../../renderer/workers/engine/engine-host.ts';
import type { EngineLink, StartedEngine } from '../../../../renderer/workers/engine/engine-link.ts';
import type { Answer } from '../../../../renderer/workers/engine/messages.ts';
import { loanCsv } from '../../../../tools/generate-loans.ts';
import { startTensorFlowForTests } from '../../../support/tensorflow.ts';

const bytes = new TextEncoder().encode([...loanCsv(300, 1)].join(''));
const loans = { dataset: 'loans', name: 'loans.csv', bytes, options: {}, dropColumns: [], textColumns: [] };

/** An engine in this thread; its runs hang where `hang` says so, as a component does that never looks up. */
function engineHere(hang: () => boolean): {
  start: () => StartedEngine;
  ended: () => number;
  stop: () => void;
} {
  let ended = 0;
  let stop: () => void = () => undefined;
  return {
    ended: () => ended,
    stop: () => stop(),
    start() {
      const host = new EngineHost(startTensorFlowForTests);
      const link: EngineLink = {
        async ask(name, ...words) {
          if (hang() && name !== 'addTable') await new Promise(() => undefined);
          const work = host[name] as (...words: unknown[]) => unknown;
          return { ok: true, value: await work.apply(host, words) } as Answer<never>;
        },
      };
      return { link, end: () => ended++, onStopped: (listener) => (stop = listener) };
    },
  };
}

it('ends a thread that does not hear of a cancel, and starts again with the same tables', async () => {
  let hangs = true;
  const engine = engineHere(() => hangs);
  const client = new EngineClient(engine.start);
  let lost = 0;
  client.onLost = () => lost++;
  await client.addTable(loans);
  const run = client.run(tutorialPipeline(), {}, () => undefined).catch((error: unknown) => error);
  await client.cancel();
  expect(await run).toMatchObject({ code: 'cancelled' });
  expect([engine.ended(), lost]).toEqual([1, 1]);
  hangs = false;
  expect(await client.run(tutorialPipeline(), {}, () => undefined)).toBe('completed');
});

it('tells of a thread that has ended by itself, and starts another', async () => {
  let hangs = true;
  const engine = engineHere(() => hangs);
  const client = new EngineClient(engine.start);
  await client.addTable(loans);
  const run = client.run(tutorialPipeline(), {}, () => undefined).catch((error: unknown) => error);
  engine.stop();
  expect(await run).toMatchObject({ code: 'engine-stopped' });
  hangs = false;
  expect(await client.run(tutorialPipeline(), {}, () => undefined)).toBe('completed');
});

it('keeps the table that was there where the new one cannot be read', async () => {
  const client = new EngineClient(engineHere(() => false).start);
  await client.addTable(loans);
  const bad = { ...loans, bytes: new Uint8Array(0) };
  await expect(client.addTable(bad)).rejects.toMatchObject({ code: 'empty-file' });
  expect(client.tables).toEqual(['loans']);
  expect(await client.run(tutorialPipeline(), { until: 'select' }, () => undefined)).toBe('completed');
});
