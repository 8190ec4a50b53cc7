import { wrongTable } from '../../../engine/playground/errors.ts';
import {
  bytesToBase64,
  includedBytes,
  parsePlayground,
  serializePlayground,
  type PlaygroundFile,
} from '../../../engine/playground/playground-file.ts';
import type { FileSource } from '../../workers/playground/messages.ts';
import { builtInTable } from '../core/built-in.ts';
import { shapeSource } from '../core/tables.ts';
import { tableSourceOf } from './hand-over.ts';
import type { Playground } from './playground.svelte.ts';

/** The playground as it stands, as the text of a file; a table of the learner's own goes along where they agree. */
export async function savePlayground(playground: Playground, withTable: boolean): Promise<string> {
  const { setup, learners, axes, step } = playground;
  if (!setup) throw new RangeError('There is nothing to save yet.');
  let { table } = playground;
  if (table.kind === 'file') {
    const { name, fingerprint } = table;
    table = {
      kind: 'file',
      name,
      fingerprint,
      ...(withTable && { bytes: bytesToBase64((await tableSourceOf(playground)).bytes) }),
    };
  }
  const state: PlaygroundFile = {
    guidepost: 'playground',
    formatVersion: 1,
    table,
    setup,
    learners: [...learners],
    axes,
    steps: step,
  };
  return serializePlayground(state);
}

/** Opens a saved playground: its table first, then all else. A table that did not come along is asked for. */
export async function openPlayground(playground: Playground, file: File): Promise<void> {
  try {
    const state = parsePlayground(await file.text(), file.name);
    const { table } = state;
    if (table.kind === 'file' && table.bytes === undefined) {
      playground.awaited = state;
      return;
    }
    playground.awaited = undefined;
    await begin(playground, state, await sourceOf(state));
  } catch (error) {
    playground.fail(error, undefined, 'file');
  }
}

/** Brings the table that a saved playground waits for. */
export async function bringTable(playground: Playground, file: File): Promise<void> {
  const state = playground.awaited;
  if (state?.table.kind !== 'file') return;
  try {
    if ((await playground.thread.ask('fingerprintOf', file)) !== state.table.fingerprint) {
      throw wrongTable(file.name, state.table.name);
    }
    playground.awaited = undefined;
    await begin(playground, state, { name: file.name, bytes: file });
  } catch (error) {
    playground.fail(error, undefined, 'file');
  }
}

async function begin(playground: Playground, state: PlaygroundFile, source: FileSource): Promise<void> {
  if (await playground.open(state.table, source)) await playground.take(state);
}

async function sourceOf({ table }: PlaygroundFile): Promise<FileSource> {
  switch (table.kind) {
    case 'shape':
      return shapeSource(table.shape, table.options);
    case 'built-in':
      return builtInTable(table.name).open();
    case 'file':
      return { name: table.name, bytes: includedBytes({ ...table, bytes: table.bytes ?? '' }) };
  }
}
