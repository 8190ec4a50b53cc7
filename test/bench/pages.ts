import { noChromium } from '../e2e/setup.ts';
import { longestTaskOfCanvas } from './pages/canvas.ts';
import { benchPlayground } from './pages/playground.ts';
import { benchPreview } from './pages/preview.ts';
import { benchRoc } from './pages/roc.ts';
import { noteBelow } from './rows.ts';

/** A task of a page's thread that takes longer than this is felt, in ms. */
const longestTask = 50;

/** How the pages keep up with much data, in Chromium. */
export async function benchPages(): Promise<void> {
  if (noChromium !== '') {
    console.log(`The pages are left out${noChromium}.`);
    return;
  }
  const canvas = await longestTaskOfCanvas();
  noteBelow('a drawing of 200 components pans and zooms: longest task', canvas, longestTask, 'ms');
  const preview = await benchPreview();
  noteBelow('100,000 rows scroll: longest task', preview.longestTask, longestTask, 'ms');
  noteBelow('100,000 rows scroll: frames later than 34 ms', preview.slowFrames * 100, 5, '%');
  const roc = await benchRoc();
  noteBelow('ROC of 100,000 scores: from scores to picture', roc.curve, 300, 'ms');
  noteBelow(
    'ROC of 100,000 scores: AUC shown less that of all',
    Math.abs(roc.shownAuc - roc.auc),
    0.0005,
    '',
  );
  noteBelow('the same with all of its report', roc.report, 1000, 'ms');
  const playground = await benchPlayground();
  const work = '100,000 x 16, logistic regression in the playground';
  noteBelow(`${work}: first picture`, playground.firstPicture, 1.5, 's');
  noteBelow(`${work}: longest task of the page`, playground.longestTask, longestTask, 'ms');
}
