import type { ScoredTable } from '../../engine/components/values.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import { datasetNames } from '../../engine/pipeline/run.ts';
import type { Table } from '../../engine/table/table.ts';
import type { CallOutput } from '../../electron/contract/bridge.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import { bridge } from '../bridge/bridge.ts';
import { JobOutputs } from '../designer/run/job-outputs.ts';
import { findTable } from '../tables/find-table.ts';
import { EngineClient } from '../workers/engine/engine-client.ts';
import { startEngine } from '../workers/engine/start-engine.ts';
import type { ReadOutput } from './runs-of.ts';

/**
 * The newest job of a drawing, to be looked into: models and scored rows are the job's own. Its files do not say which
 * rows of the dataset they hold; the same drawing, run once more in the page, does.
 */
export class LessonRun {
  private readonly engine = new EngineClient(startEngine);
  private here: Promise<unknown> | undefined;
  private outputs: JobOutputs | undefined;
  pipeline = $state.raw<Pipeline>();
  /** Whether the rows of the job are those of the run in the page, so that one can be followed by its number. */
  isTraced = $state(false);

  /** Finds the drawing and its job. */
  async open(drawing: string): Promise<void> {
    const [{ graph }, { job }] = await Promise.all([
      call('pipeline.read', { pipeline: drawing }),
      call('job.read', { pipeline: drawing }),
    ]);
    if (graph === null || job === null) return;
    const pipeline = graph;
    this.outputs = new JobOutputs({
      engine: this.engine,
      call: bridge.call.bind(bridge),
      drawing,
      job,
      pipeline,
    });
    this.pipeline = pipeline;
  }

  readonly output: ReadOutput = async (node, port) => {
    if (!this.outputs) throw new TypeError('No job is open.');
    const { component } = this.pipeline?.nodes.find(({ id }) => id === node) ?? {};
    if (component !== 'score-model' && component !== 'train-model') return this.outputHere(node, port);
    const { type, value } = await this.outputs.output(node, port);
    if (type !== 'scored-table') return value;
    const traced = await this.outputHere(node, port).catch(() => undefined);
    const same = traced as ScoredTable | undefined;
    this.isTraced = same !== undefined && haveSameCells(value, same);
    return this.isTraced ? { ...value, rowNumbers: same?.rowNumbers } : value;
  };

  /** Ends its work. */
  close(): void {
    this.engine.close();
  }

  private async outputHere(node: string, port: string): Promise<unknown> {
    this.here ??= this.runHere();
    await this.here;
    return (await this.engine.output(node, port)).value;
  }

  private async runHere(): Promise<void> {
    const { pipeline } = this;
    if (!pipeline) return;
    for (const name of datasetNames(pipeline)) {
      const source = await findTable(name);
      if (source) await this.engine.addTable(source);
    }
    await this.engine.run(pipeline, {}, () => undefined);
  }
}

async function call<Name extends OperationName>(
  name: Name,
  input: Record<string, unknown>,
): Promise<CallOutput<Name>> {
  const reply = await bridge.call(name, input);
  if (reply.ok) return reply.value;
  const { code, message, hint, details } = reply.error;
  throw new EngineError(code, message, hint, details);
}

/** Numbers of another machine differ in their last digits. */
const tolerance = 1e-6;

/** Whether two tables hold the same rows in the same order. */
function haveSameCells(first: Table, second: Table): boolean {
  if (first.rowCount !== second.rowCount) return false;
  return first.columns.every((column) => {
    const other = second.columns.find(({ name }) => name === column.name);
    if (column.kind === 'number') {
      return (
        other?.kind === 'number' &&
        column.values.every(
          (value, i) =>
            Object.is(value, other.values[i]) ||
            Math.abs(value - other.values[i]) <= tolerance * (1 + Math.abs(value)),
        )
      );
    }
    if (other?.kind !== 'category') return false;
    const text = ({ codes, levels }: typeof column, row: number): string | null =>
      codes[row] < 0 ? null : levels.at(codes[row]);
    return column.codes.every((_, row) => text(column, row) === text(other, row));
  });
}
