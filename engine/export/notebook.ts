import type { Component } from '../components/component.ts';
import { findComponent } from '../components/registry.ts';
import { sourceOf } from '../pipeline/graph.ts';
import type { Pipeline, PipelineNode } from '../pipeline/pipeline.ts';
import { markdownText } from './markdown.ts';
import { scriptSections, type PythonOptions, type ScriptSection } from './python/sections.ts';

/** A cell of a notebook as its file holds it: each line of the source ends with a line feed but the last. */
interface NotebookCell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

/**
 * A valid drawing as a Jupyter notebook: what each component does, then its code. The code cells one after the other
 * are the script of `exportPython`, with a look at each table. Error: `pipeline-not-valid`.
 * Source: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function exportNotebook(pipeline: Pipeline, options: PythonOptions = {}): string {
  const [imports, ...sections] = scriptSections(pipeline, options);
  const cells = new Cells();
  cells.text('title', titleText(pipeline));
  cells.code('imports', imports.code);
  for (const section of sections) {
    const { node, component, tools, code, plot } = section;
    if (!node || !component) {
      cells.text('results', '## What came out\n\nThe models, the figures, and the first predictions.');
      if (tools !== '') cells.code('results-tools', tools);
      cells.code('results', code);
      continue;
    }
    cells.text(node.id, nodeText(pipeline, node, component));
    if (tools !== '') cells.code(`${node.id}-tools`, tools);
    cells.code(node.id, withLook(code, section));
    if (plot !== undefined) cells.code(`${node.id}-plot`, plot);
  }
  const notebook = {
    cells: cells.all,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** The cells of a notebook; ids are unique, of letters, digits, `-` and `_`, and at most 64 long. */
class Cells {
  readonly all: NotebookCell[] = [];
  private readonly ids = new Set<string>();

  text(id: string, source: string): void {
    this.all.push({
      cell_type: 'markdown',
      id: this.idOf(`${id}-text`),
      metadata: {},
      source: linesOf(source),
    });
  }

  code(id: string, source: string): void {
    this.all.push({
      cell_type: 'code',
      id: this.idOf(id),
      metadata: {},
      source: linesOf(source),
      execution_count: null,
      outputs: [],
    });
  }

  private idOf(wanted: string): string {
    const start = wanted.slice(0, 56);
    let id = start;
    for (let number = 2; this.ids.has(id); number++) id = `${start}-${number}`;
    this.ids.add(id);
    return id;
  }
}

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

function titleText({ name, nodes }: Pipeline): string {
  const steps = nodes.map(({ id, component }) => `- **${id}**: ${findComponent(component)?.name}`);
  return `# ${markdownText(name)}

A pipeline that was drawn in Guidepost, as Python with pandas and scikit-learn. It reads the same rows, splits them in the same way and finds the same model as the drawing.

It needs \`pip install pandas scikit-learn\`; with \`matplotlib\` it also draws. Put the table's file beside this notebook. The boxes of the drawing:

${steps.join('\n')}`;
}

/** What a component does, where its inputs come from, how it is set, and what the author says of it. */
function nodeText(pipeline: Pipeline, node: PipelineNode, component: Component): string {
  const inputs = Object.entries(component.inputs).flatMap(([port, { name }]) => {
    const source = sourceOf(pipeline, node.id, port);
    return source ? [`- ${name}: from **${source.node}**`] : [];
  });
  const comment = node.comment === undefined ? '' : `\n\n> ${markdownText(node.comment)}`;
  const list = inputs.length > 0 ? `\n\n${inputs.join('\n')}` : '';
  return `## ${node.id}: ${component.name}\n\n${component.help}${list}${comment}`;
}

/** The code with the first rows of its table behind it, which a notebook shows. */
function withLook(code: string, { tables }: ScriptSection): string {
  const [first] = tables;
  return first === undefined ? code : `${code}\n${first}.head()`;
}
