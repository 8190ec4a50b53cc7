import type { Component } from '../../components/component.ts';
import { findComponent } from '../../components/registry.ts';
import { sortNodes, sourceOf } from '../../pipeline/graph.ts';
import type { Pipeline, PipelineNode } from '../../pipeline/pipeline.ts';
import { assertValid } from '../../pipeline/validate.ts';
import { plainFile, type DatasetFile } from './dataset-file.ts';
import { commentLines, pythonLiteral } from './literal.ts';
import { sortImports } from './imports.ts';
import { PythonNames, snakeCase } from './names.ts';
import type { PythonNode, PythonSection, PythonTool } from './part.ts';
import { findPythonPart } from './parts.ts';
import { reportSection } from './report.ts';

/** What a script is made for. */
export interface PythonOptions {
  /** The file of each dataset by the name that the drawing gives it; one that is not named is `NAME.csv`. */
  readonly files?: Readonly<Record<string, DatasetFile>>;
}

/** A piece of a script: the imports, the code of one node, or the report. */
export interface ScriptSection {
  /** The node that the piece stands for, where it stands for one. */
  readonly node?: PipelineNode;
  readonly component?: Component;
  /** The functions that are used here first. */
  readonly tools: string;
  /** The code itself, with the settings as constants above it. */
  readonly code: string;
  /** A picture for notebooks. */
  readonly plot?: string;
  /** The variables of the tables that the node puts out. */
  readonly tables: readonly string[];
}

/** A valid drawing as the pieces of a script, in the order in which they run. Error: `pipeline-not-valid`. */
export function scriptSections(pipeline: Pipeline, { files = {} }: PythonOptions = {}): ScriptSection[] {
  assertValid(pipeline);
  const { nodes } = sortNodes(pipeline);
  const script = new Script(pipeline, files);
  const sections = nodes.map((node) => script.write(node));
  const report = script.report(nodes);
  return [script.imports(), ...sections, report];
}

class Script {
  private readonly pipeline: Pipeline;
  private readonly files: Readonly<Record<string, DatasetFile>>;
  private readonly names: PythonNames;
  private readonly written = new Set<PythonTool>();
  private readonly importLines = new Set(['import json', 'import sys']);
  private readonly sections = new Map<string, PythonSection>();

  constructor(pipeline: Pipeline, files: Readonly<Record<string, DatasetFile>>) {
    this.pipeline = pipeline;
    this.files = files;
    const tools = pipeline.nodes.flatMap((node) => this.partOf(node, throwaway()).tools);
    this.names = new PythonNames(withNeeds(tools).flatMap(({ names }) => names));
  }

  write(node: PipelineNode): ScriptSection {
    const constants: string[] = [];
    const section = this.partOf(node, { names: this.names, constants });
    this.sections.set(node.id, section);
    const component = findComponent(node.component) as Component;
    const title = `# ── ${node.id} · ${component.name} `;
    const outputs = Object.entries(component.outputs);
    return {
      node,
      component,
      tools: this.writeTools(section),
      ...(section.plot && { plot: plotCode(section.plot) }),
      code: [
        title.padEnd(100, '─'),
        ...commentLines(component.help),
        ...(node.comment === undefined ? [] : ['#', ...commentLines(node.comment)]),
        ...constants,
        ...(constants.length > 0 && section.lines.length > 0 ? [''] : []),
        ...section.lines,
      ].join('\n'),
      tables: outputs
        .filter(([, { type }]) => type === 'table' || type === 'scored-table')
        .map(([port]) => variable(this.names, node.id, port)),
    };
  }

  report(nodes: readonly PipelineNode[]): ScriptSection {
    const entries = nodes.flatMap(({ id }) => {
      const report = this.sections.get(id)?.report;
      return report ? [{ ...report, node: id }] : [];
    });
    const section = reportSection(entries);
    return {
      tools: this.writeTools(section),
      code: section.lines.join('\n'),
      tables: [],
    };
  }

  /** The first piece, written last: only then it is known what is imported. */
  imports(): ScriptSection {
    return { tools: '', code: sortImports([...this.importLines]).join('\n'), tables: [] };
  }

  private writeTools({ tools, imports = [] }: PythonSection): string {
    const fresh = withNeeds(tools).filter((tool) => !this.written.has(tool));
    for (const tool of fresh) {
      this.written.add(tool);
      for (const line of tool.imports ?? []) this.importLines.add(line);
    }
    for (const line of imports) this.importLines.add(line);
    return fresh.map(({ source }) => source).join('\n\n\n');
  }

  private partOf(node: PipelineNode, scope: Scope): PythonSection {
    const part = findPythonPart(node.component);
    if (!part) throw new Error(`The component "${node.component}" has no Python.`);
    return part.section(this.describe(node, scope));
  }

  private describe(node: PipelineNode, scope: Scope): PythonNode {
    const { id, component: type } = node;
    const component = findComponent(type) as Component;
    const settings = component.settings.parse(node.settings);
    const constant = (name: string, ...given: [value?: unknown, comment?: string]): string => {
      const constantName = scope.names.of(
        `${id} = ${name}`,
        `${snakeCase(id)}_${snakeCase(name)}`.toUpperCase(),
      );
      const value = given.length === 0 ? settings[name] : given[0];
      const comment = given.length === 0 ? component.settings.shape[name]?.meta()?.title : given[1];
      if (comment !== undefined) scope.constants.push(...commentLines(comment));
      const start = `${constantName} = `;
      scope.constants.push(start + pythonLiteral(value, { column: start.length }));
      return constantName;
    };
    return {
      id,
      component: type,
      settings,
      constant,
      input: (port) => {
        const source = sourceOf(this.pipeline, id, port);
        return source ? variable(scope.names, source.node, source.port) : 'None';
      },
      output: (port) => variable(scope.names, id, port),
      variable: (name) => variable(scope.names, id, name),
      source: (port) => {
        const from = sourceOf(this.pipeline, id, port)?.node;
        const found = this.pipeline.nodes.find((other) => other.id === from);
        return found && this.describe(found, { names: scope.names, constants: [] });
      },
      file: (name) => (Object.hasOwn(this.files, name) ? this.files[name] : plainFile(`${name}.csv`)),
    };
  }
}

/** Draws where matplotlib is there. */
function plotCode({ tools, pictures, lines }: NonNullable<PythonSection['plot']>): string {
  return [
    'try:',
    '    import matplotlib.pyplot as plt',
    'except ImportError:',
    '    print("To see a picture here: pip install matplotlib")',
    'else:',
    ...tools.flatMap(({ source }) => [...indented(source.split('\n')), '']),
    `    figure, axes = plt.subplots(1, ${pictures}, figsize=(${5 * pictures}, 4.5), squeeze=False)`,
    ...indented(lines),
    '    figure.tight_layout()',
    '    plt.show()',
  ].join('\n');
}

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : `    ${line}`));

/** Where a section takes its names from, and puts its constants. */
interface Scope {
  readonly names: PythonNames;
  readonly constants: string[];
}

const throwaway = (): Scope => ({ names: new PythonNames([]), constants: [] });

const variable = (names: PythonNames, node: string, port: string): string =>
  names.of(`${node}.${port}`, `${snakeCase(node)}_${snakeCase(port)}`);

/** Tools and those that they need, each after what it needs. */
function withNeeds(tools: readonly PythonTool[]): PythonTool[] {
  const all = new Set<PythonTool>();
  const add = (tool: PythonTool): void => {
    tool.needs?.forEach(add);
    all.add(tool);
  };
  tools.forEach(add);
  return [...all];
}
