import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, beforeAll, afterAll } from 'vitest';
import { exportNotebook } from '../../../engine/export/notebook.ts';
import { exportPython } from '../../../engine/export/python-script.ts';
import { markdownText } from '../../../engine/export/markdown.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../engine/random.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { hostileNames, oddTable } from '../../support/random-drawings.ts';
import { cleanThenSplit, table } from '../../support/inference-drawings.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';

interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly cells: readonly {
    readonly cell_type: 'markdown' | 'code';
    readonly id: string;
    readonly source: readonly string[];
    readonly outputs?: readonly unknown[];
    readonly execution_count?: null;
  }[];
}

const read = (pipeline: Pipeline): Notebook => JSON.parse(exportNotebook(pipeline)) as Notebook;
const code = ({ cells }: Notebook): string[] =>
  cells.filter((cell) => cell.cell_type === 'code').map(({ source }) => source.join(''));

describe('a notebook', () => {
  it('is of format 4.5: cells with ids of their own, code without results', () => {
    const { nbformat, nbformat_minor, cells } = read(tutorialPipeline());
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    const ids = cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, cell_type, source, ...rest } of cells) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(source.slice(0, -1).every((line) => line.endsWith('\n'))).toBe(true);
      expect(source.at(-1)?.endsWith('\n')).toBe(false);
      expect(Object.keys(rest).sort()).toEqual(
        cell_type === 'code' ? ['execution_count', 'metadata', 'outputs'] : ['metadata'],
      );
    }
  });

  it('gives long ids and ids that meet those of other cells names of their own', () => {
    const long = 'a'.repeat(80);
    const nodes = [long, `${long}b`, 'x', 'x-tools', 'title-text'].map((id) => ({
      id,
      component: 'dataset',
      version: 1,
      settings: {},
    }));
    const { cells } = read({ formatVersion: 1, name: 'x', nodes, edges: [] });
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    expect(cells.every(({ id }) => id.length <= 64)).toBe(true);
  });

  it('explains each component before its code', () => {
    const { cells } = read(tutorialPipeline());
    const split = cells.findIndex(({ source }) => source[0].startsWith('## split: Split Data'));
    expect(cells[split].source.join('')).toContain('- Dataset: from **clean**');
    expect(cells[split + 1].source.join('')).toContain('def split_data');
    expect(cells[split + 2].source.join('')).toContain('SPLIT_SEED = 42');
  });

  it('holds every piece of the script, in its order', () => {
    const script = exportPython(tutorialPipeline());
    let position = 0;
    for (const cell of code(read(tutorialPipeline()))) {
      if (cell.startsWith('try:\n    import matplotlib')) continue;
      const piece = cell.replace(/\n\w+\.head\(\)$/, '');
      const found = script.indexOf(piece, position);
      expect(found, piece).toBeGreaterThanOrEqual(position);
      position = found + piece.length;
    }
    expect(script.slice(position).trim()).toBe('');
  });

  it('shows names as they are, whatever they hold', () => {
    for (const name of hostileNames) {
      const shown = markdownText(name);
      expect(shown).not.toMatch(/[<\n\r]/);
      expect(shown.replaceAll(/\\[^A-Za-z0-9\s]/g, '')).not.toMatch(/[[\]`*_$|]/);
    }
    expect(markdownText('<b> & *x*')).toBe('&lt;b&gt; &amp; \\*x\\*');
  });
});

const python = pythonOrReason();
describe.skipIf(!python)('a notebook in Python', () => {
  let session: PythonSession;
  beforeAll(() => {
    session = new PythonSession();
  });
  afterAll(() => session.end());

  it('runs as the script does, cell after cell', async () => {
    const folder = temporaryFolder({ 'data.csv': writeCsv(table) });
    writeFileSync(path.join(folder, 'script.py'), exportPython(cleanThenSplit));
    writeFileSync(path.join(folder, 'cells.py'), code(read(cleanThenSplit)).join('\n\n'));
    const script = await session.run(folder, 'script.py', ['--json']);
    const cells = await session.run(folder, 'cells.py', ['--json']);
    expect([script.error, cells.error]).toEqual(['', '']);
    expect(JSON.parse(cells.stdout.trim().split('\n').at(-1) ?? '')).toEqual(JSON.parse(script.stdout));
  });

  it('is Python whatever the names hold', async () => {
    const folder = temporaryFolder();
    const { table: odd } = oddTable(createRandom(5));
    writeFileSync(path.join(folder, 'data.csv'), writeCsv(odd));
    for (const name of hostileNames) {
      const pipeline: Pipeline = {
        formatVersion: 1,
        name,
        nodes: [{ id: 'data', component: 'dataset', version: 1, settings: { name: 'data' }, comment: name }],
        edges: [],
      };
      writeFileSync(path.join(folder, 'cells.py'), code(read(pipeline)).join('\n\n'));
      expect((await session.run(folder, 'cells.py', ['--json'])).error).toBe('');
    }
  });
});
