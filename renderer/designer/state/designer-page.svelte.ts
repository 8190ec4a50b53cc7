import { createContext } from 'svelte';
import type { PortReference } from '../../../engine/pipeline/pipeline.ts';
import type { DesignerRun } from '../run/designer-run.svelte.ts';
import type { DesignerDocument } from './designer-document.svelte.ts';

/** A dialog of the page. */
export type DesignerDialog =
  | { readonly kind: 'add' | 'drawings' | 'job' | 'inference' }
  | { readonly kind: 'submit'; readonly until?: string }
  | { readonly kind: 'connect'; readonly node: string }
  | { readonly kind: 'comment'; readonly node: string };

/** What stands below the drawing. */
export interface Dock {
  readonly kind: 'result' | 'log';
  readonly node: string;
}

/** A menu at a component, and where it opens. */
export interface NodeMenuAt {
  readonly node: string;
  readonly x: number;
  readonly y: number;
}

/** What the page shows beside the drawing itself; one for all of its parts. */
export class DesignerPage {
  readonly document: DesignerDocument;
  readonly run: DesignerRun;
  view = $state<'canvas' | 'list'>('canvas');
  isCodeOpen = $state(false);
  isPanelOpen = $state(true);
  /** The names of the tables that Dataset components can stand for, and of the computes of the workspace. */
  datasets = $state.raw<readonly string[]>([]);
  computes = $state.raw<readonly string[]>([]);
  /** The settings are to get the focus, once. */
  wantsPanelFocus = $state(false);
  dialog = $state.raw<DesignerDialog>();
  dock = $state.raw<Dock>();
  /** What stands below the drawing has most of the page. */
  isDockTall = $state(false);
  menu = $state.raw<NodeMenuAt>();
  /** The output or input that an edge is being drawn from. */
  drawingFrom = $state.raw<PortReference & { readonly side: 'source' | 'target' }>();
  /** The component whose card is to get the focus once it is there. */
  focusNext = $state.raw<string>();

  constructor(document: DesignerDocument, run: DesignerRun) {
    this.document = document;
    this.run = run;
  }

  /** Shows the settings of what is chosen, and goes there. */
  openPanel(): void {
    this.isPanelOpen = true;
    this.wantsPanelFocus = true;
  }

  /** A table has come that Dataset components can stand for. */
  addDataset(name: string): void {
    if (!this.datasets.includes(name)) this.datasets = [...this.datasets, name];
  }

  /** Shows what a component has put out, or what it has said. */
  show(kind: Dock['kind'], node: string): void {
    this.dock = { kind, node };
  }

  close(): void {
    this.dialog = undefined;
  }
}

export const [getDesigner, setDesigner] = createContext<DesignerPage>();
