import { exportNotebook } from '../../../engine/export/notebook.ts';
import { exportPipelineYaml } from '../../../engine/export/pipeline-yaml.ts';
import { exportPython, type DatasetFile } from '../../../engine/export/python-script.ts';
import { exportSdk } from '../../../engine/export/sdk-call.ts';
import { serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import type { CodeLanguage } from '../../parts/code-language.ts';
import type { Drawing } from '../core/drawing.ts';

/** One way to say a drawing in code. */
export interface CodeTab {
  readonly id: 'python' | 'yaml' | 'sdk' | 'notebook' | 'json';
  readonly language: CodeLanguage;
  /** What its file's name ends with. */
  readonly ending: string;
  /** `files` says how a script reads the tables that are there. Error: `pipeline-not-valid`. */
  readonly write: (drawing: Drawing, files: Readonly<Record<string, DatasetFile>>) => string;
}

/** What a job of the drawing runs on, as far as it is said. */
function jobOptions({ job }: Drawing): { compute?: string; computes: Readonly<Record<string, string>> } {
  return { ...(job.compute !== '' && { compute: job.compute }), computes: job.computes };
}

export const codeTabs: readonly CodeTab[] = [
  {
    id: 'python',
    language: 'python',
    ending: '.py',
    write: ({ pipeline }, files) => exportPython(pipeline, { files }),
  },
  {
    id: 'yaml',
    language: 'yaml',
    ending: '.yaml',
    write: (drawing) => exportPipelineYaml(drawing.pipeline, jobOptions(drawing)),
  },
  {
    id: 'sdk',
    language: 'python',
    ending: '-submit.py',
    write: (drawing) => exportSdk(drawing.pipeline, jobOptions(drawing)),
  },
  {
    id: 'notebook',
    language: 'json',
    ending: '.ipynb',
    write: ({ pipeline }, files) => exportNotebook(pipeline, { files }),
  },
  { id: 'json', language: 'json', ending: '.json', write: ({ pipeline }) => serializePipeline(pipeline) },
];
