import * as z from 'zod';
import { pipelineNewer, pipelineNotJson, pipelineNotValid } from './errors.ts';
import { describeIssues } from './issues.ts';

const endSchema = z.strictObject({
  node: z.string().describe('The id of a node.'),
  port: z.string().describe("The id of one of its component's ports."),
});

const nodeSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, 'Begin with a letter, and use letters, digits, - and _ only.')
    .describe('A name that no other node has.'),
  component: z.string().describe('The type of a component, such as split-data.'),
  version: z.int().min(1).describe('The version of the component that the settings were made for.'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('Settings that differ from the defaults.'),
  position: z
    .strictObject({ x: z.number(), y: z.number() })
    .optional()
    .describe('Where it is drawn, in pixels.'),
  comment: z.string().optional().describe("The author's note."),
});

const edgeSchema = z.strictObject({
  from: endSchema.describe('An output port.'),
  to: endSchema.describe('An input port.'),
});

/** A graph of components as it is saved. */
export const pipelineSchema = z.strictObject({
  formatVersion: z.literal(1).describe('The version of this format.'),
  name: z.string().describe('What the author calls the pipeline.'),
  nodes: z.array(nodeSchema).describe('The boxes of the drawing.'),
  edges: z.array(edgeSchema).describe('The arrows of the drawing.'),
});

export type Pipeline = z.output<typeof pipelineSchema>;
export type PipelineNode = z.output<typeof nodeSchema>;
export type PipelineEdge = z.output<typeof edgeSchema>;
/** One end of an edge. */
export type PortReference = z.output<typeof endSchema>;

/**
 * Reads a saved pipeline, a JSON text or its value. Whether the graph makes sense is up to `validatePipeline`.
 * Errors: `pipeline-not-json`, `pipeline-newer`, `pipeline-not-valid` with all faults in its details.
 */
export function parsePipeline(saved: unknown): Pipeline {
  const value = typeof saved === 'string' ? parseJson(saved) : saved;
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version > 1) throw pipelineNewer(version);
  const result = pipelineSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = describeIssues(result.error.issues, pipelineSchema, value).map((issue) => ({
    code: issue.unknownKey ? 'unknown-key' : 'wrong-value',
    message: issue.path === '' ? `The file ${issue.predicate}.` : `"${issue.path}" ${issue.predicate}.`,
    hint: issue.hint,
  }));
  throw pipelineNotValid('saved pipeline', problems);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw pipelineNotJson(error instanceof Error ? error.message : String(error));
  }
}

/** A pipeline as the text of its file. */
export function serializePipeline(pipeline: Pipeline): string {
  return JSON.stringify(pipeline, null, 2) + '\n';
}
