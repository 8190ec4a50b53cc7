import {
  webServiceInput,
  type InputColumn,
} from '../../../engine/components/web-service-input/web-service-input.ts';
import { tableFromRows } from '../../../engine/pipeline/input-schema.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { Table } from '../../../engine/table/table.ts';
import type { Warning } from '../../../engine/warnings.ts';

/** Said of a Web Service Input that ran without a request. */
export const sampleRequestUsed: Warning = {
  code: 'sample-request',
  message: 'Nobody sends a request here: one row of typical values stands in for it.',
  details: {},
};

/** The request that an inference pipeline answers when it is tried: one row, of the examples of its columns. */
export class SampleRequest {
  private columns = '';
  private table: Table | undefined;

  /** The rows of a drawing's request; nothing where it answers none. The same columns give the same table. */
  of(pipeline: Pipeline): Table | undefined {
    const node = pipeline.nodes.find(({ component }) => component === webServiceInput.type);
    const settings = webServiceInput.settings.safeParse(node?.settings).data;
    if (!node || !settings) return undefined;
    const columns = JSON.stringify(settings.columns);
    if (!this.table || columns !== this.columns) {
      this.table = tableFromRows([exampleRow(settings.columns)], settings.columns);
      this.columns = columns;
    }
    return this.table;
  }
}

function exampleRow(columns: readonly InputColumn[]): Record<string, number | string | null> {
  return Object.fromEntries(columns.map(({ name, example }) => [name, example]));
}
