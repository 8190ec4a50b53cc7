import { EngineError } from '../../../engine/errors.ts';
import type { Pipeline, PipelineEdge, PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import { problemOfEdge, validatePipeline, type Problem } from '../../../engine/pipeline/validate.ts';
import type { JobSettings } from '../../../electron/contract/operations/pipeline.ts';
import { bridge } from '../../bridge/bridge.ts';
import * as m from '../../paraglide/messages.js';
import { session } from '../../state/session.svelte.ts';
import { arrange, freePlace, withPlaces } from '../core/arrange.ts';
import { Autosave, type SaveState } from '../core/autosave.ts';
import { copyComponents, pasteComponents, readComponents } from '../core/clipboard.ts';
import * as commands from '../core/commands.ts';
import { canReplace } from '../core/connections.ts';
import {
  noJobSettings,
  removeFromDrawing,
  renameInDrawing,
  setCompute,
  type Drawing,
} from '../core/drawing.ts';
import { advance, createHistory, redo, seal, undo, type History } from '../core/history.ts';
import { problemsByNode } from '../core/problems.ts';
import { componentTitle } from '../words.ts';

/** A connection that was not made, and why. */
export interface Refusal {
  readonly edge?: PipelineEdge;
  readonly problem: Pick<Problem, 'message' | 'hint'>;
  /** It would fit, were it not for what leads there already. */
  readonly canReplace: boolean;
}

/** What holds the drawing of a page while it is edited, and keeps it. */
export class DesignerDocument {
  /** The name that the drawing is kept by. */
  readonly name: string;
  private history = $state.raw<History<Drawing>>(
    createHistory({ pipeline: commands.emptyPipeline(''), job: noJobSettings }),
  );
  /** The ids of the components that are chosen, and the words of the edges. */
  selection = $state.raw<readonly string[]>([]);
  selectedEdges = $state.raw<readonly string[]>([]);
  refusal = $state.raw<Refusal>();
  saveState = $state<SaveState>('saved');
  saveError = $state.raw<Autosave<Drawing>['error']>();
  /** Called after each change of what the pipeline computes. */
  onEdit: ((pipeline: Pipeline) => void) | undefined;
  private readonly autosave: Autosave<Drawing>;
  private pastes = 0;

  readonly drawing = $derived(this.history.present);
  readonly pipeline = $derived(this.drawing.pipeline);
  readonly job = $derived(this.drawing.job);
  readonly canUndo = $derived(this.history.past.length > 0);
  readonly canRedo = $derived(this.history.future.length > 0);
  readonly problems = $derived(validatePipeline(this.pipeline));
  private readonly byNode = $derived(problemsByNode(this.problems));
  /** The one component that is chosen. */
  readonly selected = $derived(
    this.selection.length === 1 ? commands.nodeOf(this.pipeline, this.selection[0]) : undefined,
  );

  constructor(name: string, pipeline: Pipeline, job: JobSettings | null, isNew = false) {
    this.name = name;
    this.history = createHistory({ pipeline: withPlaces(pipeline), job: job ?? noJobSettings });
    this.autosave = new Autosave<Drawing>({
      name,
      save: (drawing) =>
        bridge.call('pipeline.save', { pipeline: name, graph: drawing.pipeline, job: drawing.job }),
      store: localStorage,
      onChange: () => {
        this.saveState = this.autosave.state;
        this.saveError = this.autosave.error;
      },
    });
    if (isNew) this.autosave.note(this.history.present);
  }

  node(id: string): PipelineNode | undefined {
    return commands.nodeOf(this.pipeline, id);
  }

  problemsOf(id: string): readonly Problem[] {
    return this.byNode.get(id) ?? [];
  }

  /** Keeps at once what is not kept yet. */
  save(): Promise<void> {
    return this.autosave.flush();
  }

  undo(): void {
    this.travel(undo(this.history), m.designer_undone());
  }

  redo(): void {
    this.travel(redo(this.history), m.designer_redone());
  }

  /** What was typed is a step of its own from now on. */
  seal(): void {
    this.history = seal(this.history);
  }

  /** Adds a component and chooses it. Without a place it goes below what is chosen. */
  add(component: string, place?: commands.Position, settings?: Readonly<Record<string, unknown>>): string {
    const position = place ?? freePlace(this.pipeline.nodes, this.selected);
    const { pipeline, id } = commands.addComponent(this.pipeline, component, position, settings);
    this.change(pipeline);
    this.choose([id]);
    this.announce(m.designer_said_added({ component: componentTitle(component) }));
    return id;
  }

  remove(ids: readonly string[] = this.selection, edges: readonly string[] = this.selectedEdges): void {
    if (ids.length === 0 && edges.length === 0) return;
    const { pipeline, job } = removeFromDrawing(this.drawing, ids);
    this.put({ pipeline: commands.disconnect(pipeline, edges), job });
    this.choose(this.selection.filter((id) => !ids.includes(id)));
    this.announce(m.designer_said_removed({ count: ids.length + edges.length }));
  }

  /** Draws an edge; where it cannot be drawn, `refusal` says why. */
  connect(edge: PipelineEdge, replace = false): boolean {
    const problem = problemOfEdge(this.pipeline, edge);
    if (problem && !(replace && problem.code === 'input-taken' && canReplace(this.pipeline, edge))) {
      const isTaken = problem.code === 'input-taken';
      this.refusal = { edge, problem, canReplace: isTaken && canReplace(this.pipeline, edge) };
      return false;
    }
    this.refusal = undefined;
    this.change(commands.connect(this.pipeline, edge));
    this.announce(
      m.designer_said_connected({ from: this.titleOf(edge.from.node), to: this.titleOf(edge.to.node) }),
    );
    return true;
  }

  disconnect(ids: readonly string[]): void {
    this.change(commands.disconnect(this.pipeline, ids));
    this.announce(m.designer_said_disconnected());
  }

  /** The steps of one drag, or of one key held down, are taken back at once. */
  move(positions: ReadonlyMap<string, commands.Position>, about = 'move'): void {
    this.put({ ...this.drawing, pipeline: commands.placeComponents(this.pipeline, positions) }, about);
  }

  set(id: string, key: string, value: unknown): void {
    this.change(commands.setSetting(this.pipeline, id, key, value), `${id} ${key}`);
  }

  comment(id: string, text: string): void {
    this.put({ ...this.drawing, pipeline: commands.setComment(this.pipeline, id, text) }, `${id} comment`);
  }

  rename(from: string, to: string): void {
    this.put(renameInDrawing(this.drawing, from, to));
    this.choose(this.selection.map((id) => (id === from ? to : id)));
    this.onEdit?.(this.pipeline);
  }

  setTitle(title: string): void {
    this.put({ ...this.drawing, pipeline: commands.setTitle(this.pipeline, title) }, 'title');
  }

  setJob(job: JobSettings): void {
    this.put({ ...this.drawing, job }, 'job');
  }

  setCompute(node: string, compute: string): void {
    this.put(setCompute(this.drawing, node, compute));
  }

  arrange(): void {
    this.move(arrange(this.pipeline), 'arrange');
    this.seal();
    this.announce(m.designer_said_arranged());
  }

  /** What is chosen, as a text for the clipboard; nothing where nothing is chosen. */
  copy(): string | undefined {
    if (this.selection.length === 0) return undefined;
    this.pastes = 0;
    this.announce(m.designer_said_copied({ count: this.selection.length }));
    return copyComponents(this.pipeline, this.selection);
  }

  /** Adds what a text of the clipboard holds; where it holds no components, `refusal` says why. */
  paste(text: string): void {
    try {
      this.insert(readComponents(text), 40 * ++this.pastes);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.refusal = { problem: error, canReplace: false };
    }
  }

  duplicate(ids: readonly string[] = this.selection): void {
    if (ids.length > 0) this.insert(readComponents(copyComponents(this.pipeline, ids)), 40);
  }

  choose(ids: readonly string[], edges: readonly string[] = []): void {
    if (!areSame(ids, this.selection)) this.selection = ids;
    if (!areSame(edges, this.selectedEdges)) this.selectedEdges = edges;
  }

  chooseAll(): void {
    this.choose(this.pipeline.nodes.map(({ id }) => id));
    this.announce(m.designer_said_chosen({ count: this.selection.length }));
  }

  /** A component as it is called on the page. */
  titleOf(id: string): string {
    return componentTitle(this.node(id)?.component ?? id);
  }

  announce(text: string): void {
    session.announcement = text;
  }

  private insert(part: Pipeline, offset: number): void {
    const { pipeline, ids } = pasteComponents(this.pipeline, withPlaces(part), offset);
    this.change(pipeline);
    this.choose(ids);
    this.announce(m.designer_said_pasted({ count: ids.length }));
  }

  private change(pipeline: Pipeline, about?: string): void {
    this.put({ ...this.drawing, pipeline }, about);
    this.onEdit?.(this.pipeline);
  }

  private put(drawing: Drawing, about?: string): void {
    this.history = advance(this.history, drawing, about);
    this.autosave.note(this.drawing);
  }

  private travel(history: History<Drawing>, said: string): void {
    if (history === this.history) return;
    this.history = history;
    this.choose(this.selection.filter((id) => this.node(id) !== undefined));
    this.autosave.note(this.drawing);
    this.onEdit?.(this.pipeline);
    this.announce(said);
  }
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
