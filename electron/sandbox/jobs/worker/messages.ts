import type { Pipeline } from '../../../../engine/pipeline/pipeline.ts';
import type { CsvOptions } from '../../../../engine/table/csv/csv-options.ts';

/** A table that comes into a job. */
export interface JobInput {
  /** The name of the dataset in the drawing. */
  readonly dataset: string;
  /** The file's name, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly options: CsvOptions;
  readonly dropColumns: readonly string[];
  readonly textColumns: readonly string[];
}

/** What a worker is started with. */
export interface JobWork {
  readonly pipeline: Pipeline;
  readonly datasets: readonly JobInput[];
  /** The rows that stand in for a request. */
  readonly request: JobInput | undefined;
  readonly wasmPaths: string;
}

/** A file that a job has made. */
export interface JobFile {
  /** Node, port and name, such as train/model/model.json. */
  readonly path: readonly [node: string, port: string, name: string];
  readonly text: string;
}

/** What a worker says. */
export type JobMessage =
  | { readonly type: 'running'; readonly node: string; readonly share: number }
  | { readonly type: 'completed' | 'skipped'; readonly node: string }
  | { readonly type: 'failed'; readonly node: string; readonly message: string }
  | { readonly type: 'outputs'; readonly files: readonly JobFile[] }
  /** The last message; the error in a sentence, or null. */
  | { readonly type: 'ended'; readonly error: string | null };
