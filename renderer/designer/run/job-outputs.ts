import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { sourceOf } from '../../../engine/pipeline/graph.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Bridge } from '../../../electron/contract/bridge.ts';
import type { EngineClient, OutputValue } from '../../workers/engine/engine-client.ts';
import type { ColumnProfile } from '../../../engine/table/profile.ts';
import type { ColumnSummary, RowPage, RowRange } from '../../workers/engine/messages.ts';
import type { OutputAccess } from './output-access.ts';

/** The outputs of a job's components: each is fetched when it is first looked at, and read by the engine of the page. */
export class JobOutputs implements OutputAccess {
  private readonly engine: OutputAccess & Pick<EngineClient, 'take'>;
  private readonly call: Bridge['call'];
  private readonly drawing: string;
  private readonly job: string;
  private readonly pipeline: Pipeline;
  private readonly fetched = new Map<string, Promise<void>>();

  constructor(options: {
    readonly engine: OutputAccess & Pick<EngineClient, 'take'>;
    readonly call: Bridge['call'];
    /** The name of the drawing. */
    readonly drawing: string;
    readonly job: string;
    readonly pipeline: Pipeline;
  }) {
    this.engine = options.engine;
    this.call = options.call;
    this.drawing = options.drawing;
    this.job = options.job;
    this.pipeline = options.pipeline;
  }

  async columns(node: string, port: string): Promise<readonly ColumnSummary[]> {
    return this.engine.columns(await this.bring(node, port), port);
  }

  async rowCount(node: string, port: string): Promise<number> {
    return this.engine.rowCount(await this.bring(node, port), port);
  }

  async rows(node: string, port: string, range: RowRange): Promise<RowPage> {
    return this.engine.rows(await this.bring(node, port), port, range);
  }

  async profile(node: string, port: string, column: string): Promise<ColumnProfile> {
    return this.engine.profile(await this.bring(node, port), port, column);
  }

  async output(node: string, port: string): Promise<OutputValue> {
    return this.engine.output(await this.bring(node, port), port);
  }

  /** Sees to it that an output is there; returns the name that the engine knows it by. */
  private async bring(node: string, port: string): Promise<string> {
    const name = `${this.job}/${node}`;
    const key = `${name}/${port}`;
    let fetching = this.fetched.get(key);
    if (!fetching) {
      fetching = this.fetch(name, node, port);
      this.fetched.set(key, fetching);
      // What could not be fetched is asked for again.
      fetching.catch(() => this.fetched.delete(key));
    }
    await fetching;
    return name;
  }

  private async fetch(name: string, node: string, port: string): Promise<void> {
    const { type, text } = await this.read(node, port);
    const source = type === 'scored-table' ? sourceOf(this.pipeline, node, 'model') : undefined;
    const model = source && (await this.read(source.node, source.port)).text;
    await this.engine.take(name, port, type, text, model);
  }

  private async read(node: string, port: string): Promise<{ type: OutputValue['type']; text: string }> {
    const reply = await this.call('job.output', { pipeline: this.drawing, node, port });
    if (reply.ok) return reply.value;
    const { code, message, hint, details } = reply.error;
    throw new EngineError(code, message, hint, details);
  }
}
