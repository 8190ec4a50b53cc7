import { EngineError, listNames, nearestNames } from '../errors.ts';

/** One thing that is wrong with a pipeline, and where. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The id of the node. */
  readonly node?: string;
  /** The display name of its component. */
  readonly component?: string;
  readonly port?: string;
  /** The setting's key, with the way to the faulty part of its value. */
  readonly setting?: string;
}

/** The file of a pipeline is no JSON. */
export function pipelineNotJson(reason: string): EngineError {
  return new EngineError(
    'pipeline-not-json',
    `The pipeline cannot be read: it is not JSON (${reason}).`,
    'Choose a file that Guidepost has saved.',
    { reason },
  );
}

/** The pipeline was saved by a later version. */
export function pipelineNewer(formatVersion: number): EngineError {
  return new EngineError(
    'pipeline-newer',
    `The pipeline was saved by a newer Guidepost (format ${formatVersion}; this one reads format 1).`,
    'Update Guidepost and open it again.',
    { formatVersion },
  );
}

/** A pipeline with faults; the details hold all of them. */
export function pipelineNotValid(what: string, problems: readonly Problem[]): EngineError {
  const [first] = problems;
  const message =
    problems.length === 1
      ? first.message
      : `The ${what} has ${problems.length} problems. The first: ${first.message}`;
  return new EngineError('pipeline-not-valid', message, first.hint, { problems });
}

/** A node was named that the pipeline does not have. */
export function nodeNotFound(id: string, nodes: readonly string[]): EngineError {
  const near = nearestNames(id, nodes);
  return new EngineError(
    'node-not-found',
    `The pipeline has no node "${id}".`,
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : `Its nodes are ${listNames(nodes)}.`,
    { node: id, nodes },
  );
}

/** A component stopped: its own error, with the name of the node in front. */
export function componentFailed(node: string, component: string, error: unknown): EngineError {
  const where = `${component} ("${node}"): `;
  if (error instanceof EngineError) {
    return new EngineError(error.code, where + error.message, error.hint, {
      ...error.details,
      node,
      component,
    });
  }
  const failure = new EngineError(
    'component-crashed',
    `${where}an unexpected error: ${error instanceof Error ? error.message : String(error)}`,
    'This is a fault of Guidepost. Please report it with the pipeline.',
    { node, component },
  );
  failure.cause = error;
  return failure;
}

/** A result was asked for that the run did not produce. */
export function noResult(node: string, port: string): EngineError {
  return new EngineError(
    'no-result',
    `There is no result of the output "${port}" of "${node}".`,
    'Run the pipeline until this component has completed.',
    { node, port },
  );
}

/** A pipeline does not have exactly one Score Model to serve. */
export function scoreModelNotClear(nodes: readonly string[]): EngineError {
  return new EngineError(
    'score-model-not-clear',
    nodes.length === 0
      ? 'The pipeline has no Score Model, so there is nothing to serve.'
      : `The pipeline has ${nodes.length} Score Model components: ${listNames(nodes)}.`,
    nodes.length === 0
      ? 'Add a Score Model behind Train Model and run the pipeline.'
      : 'Choose which one to serve.',
    { nodes },
  );
}

/** A pipeline that should serve requests has not what it needs for it. */
export function notAnInferencePipeline(missing: string, count: number): EngineError {
  return new EngineError(
    'not-an-inference-pipeline',
    `The pipeline has ${count === 0 ? 'no' : count} ${missing}${count > 1 ? ' components' : ''}, and a real-time inference pipeline has one.`,
    'Create the real-time inference pipeline from a training pipeline that has run.',
    { missing, count },
  );
}

/** The pipeline answers requests already. */
export function alreadyInference(): EngineError {
  return new EngineError(
    'already-inference',
    'This is a real-time inference pipeline already: it begins with a Web Service Input.',
    'Start from the training pipeline.',
  );
}

/** A row of a request has a column that the service does not know. */
export function unknownInputColumn(row: number, column: string, known: readonly string[]): EngineError {
  const near = nearestNames(column, known);
  return new EngineError(
    'unknown-input-column',
    `Row ${row} of the request has a column "${column}" that the service does not know.`,
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
      : `The columns are ${listNames(known)}.`,
    { row, column, known: known.slice(0, 100) },
  );
}

/** A row of a request has a value of the wrong type. */
export function wrongInputType(
  row: number,
  column: string,
  expected: 'number' | 'category',
  found: unknown,
): EngineError {
  const shown = (JSON.stringify(found) ?? String(found)).slice(0, 60);
  const hints = {
    number: 'Write the number without quotes, with a point before its decimals, or null where it is missing.',
    category:
      typeof found === 'number'
        ? `Write it in quotes: "${found}".`
        : 'Write a text in quotes, or null where it is missing.',
  };
  return new EngineError(
    'wrong-input-type',
    `Row ${row} of the request, column "${column}": expected ${expected === 'number' ? 'a number' : 'a text'}, found ${shown}.`,
    hints[expected],
    { row, column, expected },
  );
}

/** A row of a request is no object. */
export function inputRowNotObject(row: number): EngineError {
  return new EngineError(
    'input-row-not-object',
    `Row ${row} of the request is not an object of columns and values.`,
    'Send rows such as {"Married": "Yes", "LoanAmount": 120}.',
    { row },
  );
}
