import { findComponent } from '../components/registry.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { commentLines } from './python/literal.ts';
import { scriptSections, type PythonOptions } from './python/sections.ts';

export { datasetFile, type DatasetFile } from './python/dataset-file.ts';
export type { PythonOptions } from './python/sections.ts';

/**
 * A valid drawing as a script of its own in Python with pandas and scikit-learn: it reads the same rows, splits them
 * the same way and trains to the same optimum as the engine. `--json` makes it print one line of JSON: models,
 * predictions by row, evaluations and answers, each by the id of its node. Error: `pipeline-not-valid`.
 */
export function exportPython(pipeline: Pipeline, options: PythonOptions = {}): string {
  const [imports, ...sections] = scriptSections(pipeline, options);
  const pieces = sections.flatMap(({ tools, code }) => (tools === '' ? [code] : [tools, code]));
  return `${[scriptTitle(pipeline), imports.code, ...pieces].join('\n\n\n')}\n`;
}

/** What a script says of itself; the author's words stand on their own lines of a comment, where they can do nothing. */
function scriptTitle({ name, nodes }: Pipeline): string {
  const hasRequest = nodes.some(({ component }) => component === 'web-service-input');
  const boxes = nodes.map(({ id, component }) => `${id} (${findComponent(component)?.name})`);
  // A first or second line that holds the word "coding" could change how Python reads the file.
  return [
    '"""A pipeline that was drawn in Guidepost, as Python with pandas and scikit-learn.',
    '',
    'Each section below is one box of the drawing, under its name. The script reads the same rows,',
    'splits them in the same way and finds the same model as the drawing.',
    '',
    'It needs: pip install pandas scikit-learn',
    `Run it with --json to get the results as one line of JSON${
      hasRequest ? ', and with --rows FILE.json to send it rows.' : '.'
    }`,
    '"""',
    ...commentLines(`The drawing: ${name}`),
    ...commentLines(`Its boxes: ${boxes.join(', ')}`),
  ].join('\n');
}
