import { beforeAll, expect, it } from 'vitest';
import { EngineError } from '../../../../engine/errors.ts';
import type { TrainingSetup } from '../../../../engine/playground/setup.ts';
import { createShape } from '../../../../engine/playground/shapes.ts';
import { writeCsv } from '../../../../engine/table/csv/write-csv.ts';
import { countTensors } from '../../../../engine/train/tensorflow.ts';
import type { Frame, PrepareRequest } from '../../../../renderer/workers/playground/messages.ts';
import { PlaygroundHost } from '../../../../renderer/workers/playground/playground-host.ts';
import { startTensorFlowForTests } from '../../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const moons = bytesOf(writeCsv(createShape('moons', { rows: 300, noise: 0.15, seed: 1 })));
const setup: TrainingSetup = {
  label: 'class',
  positive: '',
  features: ['x', 'y'],
  missing: 'impute',
  fraction: 0.7,
  seed: 42,
};
const network = { component: 'two-class-neural-network', settings: { epochs: 30, learningRate: 0.02 } };
const logistic = { component: 'two-class-logistic-regression', settings: {} };
const request: PrepareRequest = { setup, learners: [network], axes: { x: 'x', y: 'y' } };
const fast = { perSecond: null, isQuiet: false, until: null };

async function open(bytes = moons): Promise<PlaygroundHost> {
  const host = new PlaygroundHost(() => Promise.resolve());
  await host.open({ name: 'table.csv', bytes });
  return host;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
  return 'none';
}

it('a page that draws slowly misses frames and no point of the curve', async () => {
  const host = await open();
  await host.prepare(request);
  const frames: Frame[] = [];
  let isDrawing = false;
  await host.begin(async (frame) => {
    expect(isDrawing).toBe(false);
    isDrawing = true;
    frames.push(frame);
    // It draws for a few turns of the loop, as a screen would.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    isDrawing = false;
  });
  await host.play(fast);
  const steps = frames.flatMap(({ points }) => points.map(({ step }) => step));
  expect(steps).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  expect(frames.length).toBeLessThanOrEqual(31);
  expect(frames.at(-1)).toMatchObject({ step: 30, steps: 30, isDone: true });
});

it('it stops where it is told, steps by one, and ends where an unbroken run ends, bit for bit', async () => {
  const run = async (play: (host: PlaygroundHost) => Promise<void>): Promise<Frame> => {
    const host = await open();
    await host.prepare(request);
    const frames: Frame[] = [];
    await host.begin((frame) => Promise.resolve(void frames.push(frame)));
    await play(host);
    return { ...frames[frames.length - 1], points: frames.flatMap(({ points }) => points) };
  };
  const unbroken = await run((host) => host.play({ ...fast, until: 12 }));
  const broken = await run(async (host) => {
    const playing = host.play({ ...fast, perSecond: 200 });
    await host.pause();
    await playing;
    await host.play({ ...fast, until: 11 });
    await host.step();
  });
  expect(broken.step).toBe(12);
  expect(broken.grid).toEqual(unbroken.grid);
  expect(broken.points).toEqual(unbroken.points);
});

it('without motion there is one frame, where it stops', async () => {
  const host = await open();
  await host.prepare(request);
  const frames: Frame[] = [];
  await host.begin((frame) => Promise.resolve(void frames.push(frame)));
  await host.play({ ...fast, isQuiet: true });
  expect(frames).toHaveLength(1);
  expect(frames[0].points).toHaveLength(30);
});

it('two learners go side by side on the same rows; new setups leave no tensor behind', async () => {
  const host = await open();
  const before = countTensors();
  for (let round = 0; round < 3; round++) {
    const prepared = await host.prepare({ ...request, learners: [logistic, network] });
    expect(prepared.rows).toEqual({ training: 210, testing: 90 });
    const lanes = new Set<number>();
    await host.begin((frame) => Promise.resolve(void lanes.add(frame.lane)));
    await host.play({ ...fast, until: 5 });
    expect(lanes).toEqual(new Set([0, 1]));
  }
  await host.prepare(request);
  expect(countTensors()).toBe(before);
});

it('another pair of features is another plane of the same model', async () => {
  const host = await open();
  await host.prepare(request);
  let grid: Frame['grid'] | undefined;
  await host.begin((frame) => Promise.resolve(void (grid = frame.grid)));
  await host.play({ ...fast, until: 6 });
  const upright = grid?.values;
  const { plane } = host.turn({ x: 'y', y: 'x' });
  expect(plane.x.column).toBe('y');
  await host.show();
  expect(grid?.values).not.toEqual(upright);
  const alone = host.turn({ x: 'x', y: null });
  expect(alone.plane).toMatchObject({ width: 60, height: 1, y: null });
});

it('bad tables and questions are refused with the error of their place', async () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  expect(await codeOf(open(png))).toBe('not-csv');
  const one = await open(bytesOf('x,class\n1,a\n2,a\n3,a\n4,a\n'));
  expect(await codeOf(one.prepare({ ...request, setup: { ...setup, features: ['x'] } }))).toBe(
    'label-not-binary',
  );
  const tiny = await open(bytesOf('x,y,class\n1,2,a\n'));
  const line = {
    setup: { ...setup, label: 'y', features: ['x'] },
    learners: [{ component: 'linear-regression', settings: {} }],
    axes: { x: 'x', y: null },
  };
  expect(await codeOf(tiny.prepare(line))).toBe('part-empty');
  const many = Array.from({ length: 60 }, (_, row) => `${row},${row % 7},t${row % 30}`);
  const classes = await open(bytesOf(`x,y,class\n${many.join('\n')}\n`));
  const learners = [{ component: 'multiclass-logistic-regression', settings: {} }];
  expect(await codeOf(classes.prepare({ ...request, learners }))).toBe('too-many-classes');
});

it('rows without a label are left out, gaps are filled from the training part', async () => {
  const rows = Array.from({ length: 80 }, (_, row) =>
    [
      row % 5 === 0 ? '' : row,
      row % 3 === 0 ? '' : row % 2 ? 'p' : 'q',
      row % 10 === 0 ? '' : row < 40 ? 'a' : 'b',
    ].join(','),
  );
  const host = await open(bytesOf(`x,y,class\n${rows.join('\n')}\n`));
  const prepared = await host.prepare(request);
  expect(prepared.rows.training + prepared.rows.testing).toBe(72);
  expect(prepared.shown.x.some(Number.isNaN)).toBe(false);
  expect(prepared.baseline).toBeGreaterThanOrEqual(0.5);
});
