import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline, serializePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import type { CallOutput } from '../../../electron/contract/bridge.ts';
import type { JobSettings } from '../../../electron/contract/operations/pipeline.ts';
import { bridge } from '../../bridge/bridge.ts';
import * as m from '../../paraglide/messages.js';
import { workbench, type TableSource } from '../../state/workbench.svelte.ts';
import { readDraft } from '../core/autosave.ts';
import { emptyPipeline } from '../core/commands.ts';
import type { Drawing } from '../core/drawing.ts';
import { freeDrawingName } from '../core/names.ts';
import { EngineClient } from '../../workers/engine/engine-client.ts';
import { startEngine } from '../../workers/engine/start-engine.ts';
import { DesignerRun } from '../run/designer-run.svelte.ts';
import { DesignerDocument } from './designer-document.svelte.ts';
import { DesignerPage } from './designer-page.svelte.ts';
import { findTable, tableNames } from '../../tables/find-table.ts';

const lastKey = 'guidepost-designer-last';

type ShownError = Pick<EngineError, 'message' | 'hint'> & {
  /** Each fault of a file, where there are several. */
  readonly faults?: readonly { readonly message: string; readonly hint: string }[];
};

/** Where drawings are opened, brought in and put away; the one on the page stays while other pages are looked at. */
class Workshop {
  page = $state.raw<DesignerPage>();
  drawings = $state.raw<CallOutput<'pipeline.list'>['pipelines']>([]);
  problem = $state.raw<ShownError>();
  /** One engine for all drawings: it starts when it is first asked for something. */
  private readonly run = new DesignerRun(new EngineClient(startEngine), findTable);

  /** What the page shows when it opens: what another page has asked for, else what was open last. */
  async enter(): Promise<void> {
    await this.refresh();
    const { incoming, requested } = workbench;
    workbench.incoming = undefined;
    workbench.requested = '';
    void this.readComputes();
    void this.readTables();
    if (incoming) return this.begin(incoming.pipeline, true, incoming.tables);
    const current = this.page?.document;
    if (requested === '' && current && current.saveState !== 'saved') return;
    const wanted = requested === '' ? (current?.name ?? localStorage.getItem(lastKey) ?? '') : requested;
    if (wanted !== '' && (await this.open(wanted))) return;
    if (!this.page) this.create();
  }

  /** Opens a drawing, with what the host has not got of it yet. */
  async open(name: string): Promise<boolean> {
    await this.page?.document.save();
    const draft = readDraft(localStorage, name) as Partial<Drawing> | undefined;
    const reply = await bridge.call('pipeline.read', { pipeline: name });
    if (!reply.ok) {
      this.problem = reply.error;
      return false;
    }
    const kept = draft ? tryParse(draft.pipeline) : undefined;
    const graph = kept ?? reply.value.graph;
    if (!graph) return false;
    this.problem = undefined;
    this.show(name, graph, kept ? (draft?.job ?? null) : reply.value.job, { isNew: kept !== undefined });
    return true;
  }

  /** Begins an empty drawing; it is kept once there is something on it. */
  create(): void {
    this.begin(emptyPipeline(m.designer_untitled()), false);
  }

  /** Draws the pipeline of the tutorial, on the table of the lesson. */
  drawTutorial(): void {
    this.begin({ ...tutorialPipeline(), name: m.designer_tutorial_title() }, true);
  }

  /** Brings in the file of a drawing; where it is none, `problem` says where and why. */
  import(text: string): boolean {
    try {
      this.begin(parsePipeline(text), true);
      this.problem = undefined;
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const faults = error.details.problems as ShownError['faults'];
      this.problem = { message: error.message, hint: error.hint, ...(faults && { faults }) };
      return false;
    }
  }

  /** The drawing as its file. */
  export(): { readonly name: string; readonly text: string } | undefined {
    const current = this.page?.document;
    return current && { name: `${current.name}.json`, text: serializePipeline(current.pipeline) };
  }

  async remove(name: string): Promise<void> {
    const reply = await bridge.call('pipeline.delete', { pipeline: name });
    if (!reply.ok) {
      this.problem = reply.error;
      return;
    }
    localStorage.removeItem(`guidepost-draft/${name}`);
    await this.refresh();
    if (this.page?.document.name !== name) return;
    this.create();
    // The list of drawings stays open.
    this.page.dialog = { kind: 'drawings' };
  }

  async refresh(): Promise<void> {
    const reply = await bridge.call('pipeline.list', {});
    if (reply.ok) this.drawings = reply.value.pipelines;
    else this.problem = reply.error;
  }

  /** Shows a new drawing; where its name is taken, under another. */
  private begin(pipeline: Pipeline, isNew: boolean, tables: readonly TableSource[] = []): void {
    const taken = this.drawings.map(({ name }) => name);
    if (this.page) {
      taken.push(this.page.document.name);
      void this.page.document.save();
    }
    this.show(freeDrawingName(pipeline.name, taken), pipeline, null, { isNew, tables });
  }

  private show(
    name: string,
    pipeline: Pipeline,
    job: JobSettings | null,
    { isNew, tables = [] }: { readonly isNew: boolean; readonly tables?: readonly TableSource[] },
  ): void {
    const drawing = new DesignerDocument(name, pipeline, job, isNew);
    const { run } = this;
    void run.open(drawing.pipeline);
    drawing.onEdit = (changed) => run.noteEdit(changed);
    for (const table of tables) void run.addTable(table);
    const { view = 'canvas', isCodeOpen = false, computes = [], datasets = [] } = this.page ?? {};
    const page = new DesignerPage(drawing, run);
    page.view = view;
    page.isCodeOpen = isCodeOpen;
    page.computes = computes;
    page.datasets = [...new Set([...tables.map(({ dataset }) => dataset), ...datasets])];
    this.page = page;
    localStorage.setItem(lastKey, name);
  }

  /** The tables that a Dataset component can stand for. */
  private async readTables(): Promise<void> {
    const names = await tableNames();
    if (this.page) this.page.datasets = [...new Set([...this.page.datasets, ...names])];
  }

  /** The computes of the workspace, where there is one. */
  private async readComputes(): Promise<void> {
    const reply = await bridge.call('studio.read', {});
    const section = reply.ok ? reply.value.sections.find(({ id }) => id === 'computes') : undefined;
    if (section && this.page) this.page.computes = section.items.map(({ name }) => name);
  }
}

function tryParse(saved: unknown): Pipeline | undefined {
  try {
    return parsePipeline(saved);
  } catch {
    return undefined;
  }
}

export const workshop = new Workshop();
