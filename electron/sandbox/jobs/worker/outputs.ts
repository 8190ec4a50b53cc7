import { findComponent } from '../../../../engine/components/registry.ts';
import type { PortType } from '../../../../engine/components/values.ts';
import type { RunResult } from '../../../../engine/pipeline/run.ts';
import { writeCsv } from '../../../../engine/table/csv/write-csv.ts';
import type { Table } from '../../../../engine/table/table.ts';
import type { JobFile } from './messages.ts';

/** The file that each type of output becomes. */
const fileNames: Readonly<Record<PortType, string>> = {
  table: 'data.csv',
  'scored-table': 'data.csv',
  'untrained-model': 'untrained-model.json',
  model: 'model.json',
  transformation: 'transformation.json',
  evaluation: 'evaluation.json',
};

/** All outputs of a run as files. */
export function writeOutputs({ pipeline, outputs }: RunResult): JobFile[] {
  const files: JobFile[] = [];
  for (const { id, component } of pipeline.nodes) {
    if (component === 'dataset') continue;
    for (const [port, { type }] of Object.entries(findComponent(component)?.outputs ?? {})) {
      const value = outputs[id]?.[port];
      if (value === undefined) continue;
      files.push({ path: [id, port, fileNames[type]], text: writeOutput(type, value) });
    }
  }
  return files;
}

function writeOutput(type: PortType, value: unknown): string {
  if (type === 'table' || type === 'scored-table') return writeCsv(value as Table);
  return JSON.stringify(value, plainArrays) + '\n';
}

/** Typed arrays as arrays. */
function plainArrays(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as Float64Array)
    : value;
}
