import { serializePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { CodeLanguage } from '../../parts/code-language.ts';

/** One way to say a drawing in code. */
export interface CodeTab {
  readonly id: 'python' | 'yaml' | 'sdk' | 'notebook' | 'json';
  readonly language: CodeLanguage;
  /** What its file's name ends with. */
  readonly ending: string;
  readonly write: (pipeline: Pipeline) => string;
}

export const codeTabs: readonly CodeTab[] = [
  { id: 'json', language: 'json', ending: '.json', write: serializePipeline },
];
