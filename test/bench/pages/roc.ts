// The ROC of 100,000 scores: from the scores to the painted picture, and the whole report beside it.
import process from 'node:process';
import { areaUnderRoc, binaryCurve } from '../../../engine/evaluate/curves.ts';
import { openBrowser } from '../../e2e/setup.ts';
import { servePage } from '../../support/page-of.ts';
import { createRandom } from '../../../engine/random.ts';

/** How fast a ROC curve is there, and that thinning it has left its figure alone. */
export interface RocFigures {
  /** From the scores to the painted curve, the median of five, in ms. */
  readonly curve: number;
  /** The same for all of the report. */
  readonly report: number;
  /** The AUC on the page, and that of all scores. */
  readonly shownAuc: number;
  readonly auc: number;
  /** Corners of the painted line. */
  readonly corners: number;
}

const code = `
  import './style/tokens.css';
  import './style/base.css';
  import { flushSync, mount, unmount } from 'svelte';
  import RocCurve from './evaluation/binary/RocCurve.svelte';
  import EvaluationReport from './evaluation/EvaluationReport.svelte';
  import { createRandom } from '../engine/random.ts';
  import { createTable } from '../engine/table/table.ts';
  import { encodeTexts } from '../engine/table/levels.ts';

  const target = document.getElementById('app');
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const draws = {
    curve: (scores, classes) => [RocCurve, { scores, classes }],
    report: (scores, classes) => {
      const labels = encodeTexts(Array.from(classes, (one) => (one === 1 ? 'yes' : 'no')));
      const table = createTable([
        { kind: 'category', name: 'label', ...labels },
        { kind: 'number', name: 'Scored Probabilities', values: scores },
      ]);
      const names = { label: 'label', negative: 'no', positive: 'yes' };
      const baselines = { ...names, positiveShare: 0.5, rule: null, text: '' };
      const scored = { ...table, scoring: { task: 'binary', ...names, baselines } };
      return [EvaluationReport, { runs: [{ name: 'bench', part: 'test', scored }] }];
    },
  };
  globalThis.draw = async (what, count, seed) => {
    const random = createRandom(seed);
    const classes = Int8Array.from({ length: count }, () => random.integer(2));
    const scores = Float64Array.from(classes, (one) => random.next() ** (one === 1 ? 0.6 : 1.5));
    const [part, props] = draws[what](scores, classes);
    await painted();
    const start = performance.now();
    const drawn = mount(part, { target, props });
    flushSync();
    await painted();
    const milliseconds = performance.now() - start;
    const path = target.querySelector('path.line').getAttribute('d');
    const text = target.textContent;
    await unmount(drawn);
    return { milliseconds, corners: path.split('L').length, auc: Number(/AUC:? ?([\\d.]+\\d)/.exec(text)[1]) };
  };
`;

interface Drawn {
  readonly milliseconds: number;
  readonly corners: number;
  readonly auc: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Draws the ROC of `count` scores five times, and the report five times. */
export async function benchRoc(count = 100_000): Promise<RocFigures> {
  const served = await servePage(code);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(served.url);
    await page.waitForFunction('globalThis.draw !== undefined');
    const draw = (what: string, seed: number): Promise<Drawn> =>
      page.evaluate(`draw(${JSON.stringify(what)}, ${count}, ${seed})`);
    const all: Record<'curve' | 'report', Drawn[]> = { curve: [], report: [] };
    for (const what of ['curve', 'report'] as const) {
      for (let run = 1; run <= 5; run++) all[what].push(await draw(what, run));
    }
    const { corners, auc } = all.curve[0];
    return {
      curve: median(all.curve.map(({ milliseconds }) => milliseconds)),
      report: median(all.report.map(({ milliseconds }) => milliseconds)),
      shownAuc: auc,
      auc: fullAuc(count, 1),
      corners,
    };
  } finally {
    await browser.close();
    await served.stop();
  }
}

/** The AUC of the same scores, without any picture. */
function fullAuc(count: number, seed: number): number {
  const random = createRandom(seed);
  const classes = Int8Array.from({ length: count }, () => random.integer(2));
  const scores = Float64Array.from(classes, (one) => random.next() ** (one === 1 ? 0.6 : 1.5));
  return areaUnderRoc(binaryCurve(scores, classes)) ?? NaN;
}

if (process.argv[1] === import.meta.filename) console.log(await benchRoc());
