import { findComponent } from '../components/registry.ts';
import type { Transformation } from '../components/artifacts.ts';
import { learnerTasks } from '../train/learner.ts';
import { alreadyInference, nodeNotFound, noResult, scoreModelNotClear } from './errors.ts';
import { sourceOf } from './graph.ts';
import { describeInput } from './input-schema.ts';
import type { Pipeline, PipelineEdge, PipelineNode, PortReference } from './pipeline.ts';
import { getOutput, type RunResult } from './run.ts';

/** One difference between a training pipeline and the inference pipeline made of it. */
export interface InferenceChange {
  readonly kind: 'added' | 'replaced' | 'bypassed' | 'removed';
  /** A node of the inference pipeline where it was added, else of the training pipeline. */
  readonly node: string;
  readonly why: string;
}

/** A real-time inference pipeline, and how it differs from the training pipeline. */
export interface DerivedPipeline {
  readonly pipeline: Pipeline;
  readonly changes: readonly InferenceChange[];
}

/**
 * The real-time inference pipeline, as the designer makes it: the way of the data that leads to Score Model,
 * with the rows of a request in place of the dataset, and everything that was learnt in place as values. It
 * needs no other file, and each row of a request gets an answer. `scoreModel` chooses one of several.
 * Errors: `score-model-not-clear`, `node-not-found`, `no-result`, `already-inference`.
 */
export function deriveInferencePipeline(
  pipeline: Pipeline,
  result: RunResult,
  { scoreModel }: { readonly scoreModel?: string } = {},
): DerivedPipeline {
  const scoring = pipeline.nodes.filter(({ component }) => component === 'score-model');
  const ids = scoring.map(({ id }) => id);
  if (scoreModel !== undefined && !ids.includes(scoreModel)) throw nodeNotFound(scoreModel, ids);
  const [score] = scoring.filter(({ id }) => scoreModel === undefined || id === scoreModel);
  if (scoreModel === undefined && ids.length !== 1) throw scoreModelNotClear(ids);
  return new Derivation(pipeline, result, score).derive();
}

class Derivation {
  private readonly old: Pipeline;
  private readonly result: RunResult;
  private readonly score: PipelineNode;
  private readonly label: string;
  private readonly nodes: PipelineNode[] = [];
  private readonly edges: PipelineEdge[] = [];
  private readonly changes = new Map<string, InferenceChange>();
  /** Where an output of the old pipeline is in the new one. */
  private readonly places = new Map<string, PortReference>();

  constructor(old: Pipeline, result: RunResult, score: PipelineNode) {
    this.old = old;
    this.result = result;
    this.score = score;
    const { node, port } = this.source(score, 'model');
    this.label = getOutput(result, node, port, 'model').model.label;
  }

  derive(): DerivedPipeline {
    const scored = this.resolve({ node: this.score.id, port: 'scored' });
    const output = this.add('web-service-output', 'web-service-output', {}, this.score.position, {
      table: scored,
    });
    this.note('added', output.id, 'It sends the scored rows back.');
    for (const { id, component } of this.old.nodes) {
      if (this.changes.has(id) || this.nodes.some((node) => node.id === id)) continue;
      this.note('removed', id, removalReason(component));
    }
    const name = `${this.old.name} (real-time inference)`;
    const position = new Map(this.old.nodes.map(({ id }, index) => [id, index]));
    const order = ({ node }: InferenceChange): number => position.get(node) ?? position.size;
    return {
      pipeline: { formatVersion: 1, name, nodes: this.nodes, edges: this.edges },
      changes: [...this.changes.values()].sort((a, b) => order(a) - order(b)),
    };
  }

  /** The place of an output in the new pipeline; what leads to it is built on the way. */
  private resolve(reference: PortReference): PortReference {
    const key = `${reference.node} ${reference.port}`;
    const known = this.places.get(key);
    if (known) return known;
    const place = this.build(this.node(reference.node), reference.port);
    this.places.set(key, place);
    return place;
  }

  private build(node: PipelineNode, port: string): PortReference {
    switch (node.component) {
      case 'dataset': {
        const columns = describeInput(getOutput(this.result, node.id, 'table', 'table'));
        const input = this.add('web-service-input', 'web-service-input', { columns }, node.position);
        this.note('replaced', node.id, 'The rows of a request take the place of the dataset.');
        return { node: input.id, port: 'table' };
      }
      case 'web-service-input':
        throw alreadyInference();
      case 'split-data':
        this.note('bypassed', node.id, 'A request is not divided: all its rows are scored.');
        return this.resolve(this.source(node, 'table'));
      case 'clean-missing-data':
        return port === 'transformation'
          ? this.fitted({ node: node.id, port }, node)
          : this.apply(node, { node: node.id, port: 'transformation' });
      case 'apply-transformation':
        return this.apply(node, this.source(node, 'transformation'));
      case 'fitted-transformation': {
        const transformation = forServing(getOutput(this.result, node.id, port, 'transformation'));
        return { node: this.copy({ ...node, settings: { transformation } }).id, port };
      }
      case 'train-model': {
        const model = getOutput(this.result, node.id, 'model', 'model');
        const trained = this.add(`${node.id}-model`, 'trained-model', { model }, node.position);
        this.note('replaced', node.id, 'The model that it trained takes its place.');
        return { node: trained.id, port };
      }
      default:
        return { node: this.copy(node).id, port };
    }
  }

  /** Apply Transformation with the fitted values; nothing where only removing rows would be left. */
  private apply(node: PipelineNode, transformation: PortReference): PortReference {
    const fitted = getOutput(this.result, transformation.node, transformation.port, 'transformation');
    const serving = forServing(fitted);
    if (serving.removeColumns.length + serving.replacements.length === 0) {
      const why =
        fitted.removeRows.length > 0
          ? 'Rows with gaps are not removed: each row of a request gets an answer.'
          : 'It changed nothing in the training data.';
      this.note('bypassed', node.id, why);
      return this.resolve(this.source(node, 'table'));
    }
    if (node.component === 'clean-missing-data') {
      this.note('replaced', node.id, 'The values found in the training data fill the gaps of a request.');
    }
    // The label may be given up as an input later.
    const cleansLabel = serving.replacements.some(({ column }) => column === this.label);
    const settings = cleansLabel ? { optionalColumns: [this.label] } : {};
    const applied = this.add(node.id, 'apply-transformation', settings, node.position, {
      transformation: this.resolve(transformation),
      table: this.resolve(this.source(node, 'table')),
    });
    return { node: applied.id, port: 'table' };
  }

  /** A Fitted Transformation in place of the component that fitted it. */
  private fitted(reference: PortReference, node: PipelineNode): PortReference {
    const transformation = forServing(
      getOutput(this.result, reference.node, reference.port, 'transformation'),
    );
    const id = `${node.id}-transformation`;
    const position = node.position && { x: node.position.x - besideComponent, y: node.position.y };
    const fitted = this.add(id, 'fitted-transformation', { transformation }, position);
    this.note('replaced', node.id, 'The transformation that it fitted takes its place.');
    return { node: fitted.id, port: 'transformation' };
  }

  private copy(node: PipelineNode): PipelineNode {
    const existing = this.nodes.find(({ id }) => id === node.id);
    if (existing) return existing;
    const inputs: Record<string, PortReference> = {};
    for (const port of Object.keys(findComponent(node.component)?.inputs ?? {})) {
      const source = sourceOf(this.old, node.id, port);
      if (source) inputs[port] = this.resolve(source);
    }
    this.nodes.push(node);
    this.connect(node.id, inputs);
    return node;
  }

  private add(
    wanted: string,
    component: string,
    settings: Record<string, unknown>,
    position: PipelineNode['position'],
    inputs: Record<string, PortReference> = {},
  ): PipelineNode {
    // A node that stands for an old one under its own name is no clash.
    const taken = new Set([...this.old.nodes.map(({ id }) => id), ...this.nodes.map(({ id }) => id)]);
    if (component === 'apply-transformation') taken.delete(wanted);
    let id = wanted;
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
    const version = findComponent(component)?.version ?? 1;
    const node: PipelineNode = { id, component, version, settings, ...(position && { position }) };
    // A list of the nodes begins with the request.
    if (component === 'web-service-input') this.nodes.unshift(node);
    else this.nodes.push(node);
    this.connect(id, inputs);
    return node;
  }

  private connect(node: string, inputs: Readonly<Record<string, PortReference>>): void {
    for (const [port, from] of Object.entries(inputs)) this.edges.push({ from, to: { node, port } });
  }

  /** The first word about a node stands; a cleaning that is applied elsewhere is told of once. */
  private note(kind: InferenceChange['kind'], node: string, why: string): void {
    if (!this.changes.has(node)) this.changes.set(node, { kind, node, why });
  }

  private node(id: string): PipelineNode {
    const node = this.old.nodes.find((candidate) => candidate.id === id);
    if (!node)
      throw nodeNotFound(
        id,
        this.old.nodes.map((candidate) => candidate.id),
      );
    return node;
  }

  private source(node: PipelineNode, port: string): PortReference {
    const source = sourceOf(this.old, node.id, port);
    if (!source) throw noResult(node.id, port);
    return source;
  }
}

/** How far to the left of Apply Transformation its fitted values stand, in pixels. */
const besideComponent = 240;

/** The part of a transformation that keeps every row. */
function forServing(transformation: Transformation): Transformation {
  return { ...transformation, removeRows: [] };
}

function removalReason(component: string): string {
  if (Object.hasOwn(learnerTasks, component)) return 'The trained model has learnt already.';
  if (component === 'evaluate-model') return 'A request has no true labels to compare with.';
  if (component === 'clean-missing-data') return 'It prepared the training rows only.';
  return 'It served training only.';
}
