import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import { session } from './session.svelte.ts';
import type { TableSource } from './table-source.ts';

export type { TableSource } from './table-source.ts';

/** A drawing that another page has made, and the tables that it works on. */
export interface IncomingDrawing {
  readonly pipeline: Pipeline;
  readonly tables: readonly TableSource[];
}

/** What the pages hand to each other. */
class Workbench {
  /** What the designer takes up when it opens next. */
  incoming = $state.raw<IncomingDrawing>();
  /** The endpoint that the console shows first. */
  endpoint = $state('');

  /** Opens a pipeline in the designer. */
  draw(drawing: IncomingDrawing): void {
    this.incoming = drawing;
    session.page = 'designer';
  }

  /** Opens the drawing of this name in the designer. */
  openDrawing(name: string): void {
    this.requested = name;
    session.page = 'designer';
  }

  /** The name of the drawing that the designer opens next; empty where none is asked for. */
  requested = $state('');

  /** Opens the console at an endpoint. */
  ask(endpoint: string): void {
    this.endpoint = endpoint;
    session.page = 'console';
  }
}

export const workbench = new Workbench();
