import { ArmError, invalidContent, invalidJson } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { parseJson } from '../parse-json.ts';
import type { Properties } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import { readScoringSettings, type ScoringSettings } from './scoring-settings.ts';

/** What a caller asks of a batch endpoint. */
export interface BatchRequest {
  /** The name of the job, where the caller has one in mind. */
  readonly name: string | undefined;
  readonly experiment: string | undefined;
  readonly input: {
    readonly name: string;
    readonly type: 'uri_file' | 'uri_folder';
    readonly uri: string;
  };
  /** Where the predictions are to lie: the URI of a file; `undefined` for the job's own folder. */
  readonly outputUri: string | undefined;
  /** What this job does other than its deployment says. */
  readonly settings: Partial<ScoringSettings>;
}

/**
 * Reads the body of an invocation, whose keys Azure takes in any case: `{"properties": {"InputData": {"data":
 * {"JobInputType": "UriFile", "Uri": …}}}}`.
 * Errors: 400 for what is no such body, and for inputs that a model deployment does not take.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-access-data-batch-endpoints-jobs
 */
export function readBatchRequest(text: string): BatchRequest {
  const properties = fieldOf(parse(text), 'properties');
  if (!isObject(properties)) throw invalidContent("The required property 'properties' is missing.");
  const name = fieldOf(properties, 'name') ?? fieldOf(properties, 'jobName');
  const own = fieldOf(properties, 'properties');
  const experiment = isObject(own) ? fieldOf(own, 'experimentName') : undefined;
  return {
    name: textOrNothing('name', name),
    experiment: textOrNothing('experimentName', experiment),
    input: readInput(properties),
    outputUri: readOutput(properties),
    settings: readScoringSettings({
      errorThreshold: fieldOf(properties, 'errorThreshold'),
      miniBatchSize: fieldOf(properties, 'miniBatchSize'),
      outputFileName: fieldOf(properties, 'outputFileName'),
    }),
  };
}

function parse(text: string): Properties {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    throw invalidJson((error as Error).message);
  }
  if (!isObject(body)) throw invalidContent('The request content must be a JSON object.');
  return body;
}

/** The value of a key, whatever its case; `undefined` also for null. */
function fieldOf(object: Properties, key: string): Properties[string] | undefined {
  const found = Object.keys(object).find((name) => name.toLowerCase() === key.toLowerCase());
  return (found === undefined ? undefined : object[found]) ?? undefined;
}

function textOrNothing(name: string, value: unknown): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw invalidContent(`'${name}' is a text.`);
  return value;
}

/** UriFile and uri_file are the same. */
function kindOf(value: unknown): string {
  return textOf(value).toLowerCase().replaceAll('_', '');
}

function readInput(properties: Properties): BatchRequest['input'] {
  const inputs = fieldOf(properties, 'inputData');
  if (!isObject(inputs) || Object.keys(inputs).length === 0) {
    throw badArgument(
      "The request needs 'InputData' with one input, the file or the folder that is to be scored.",
    );
  }
  const [[name, input], ...others] = Object.entries(inputs);
  if (others.length > 0) {
    throw badArgument('A deployment of a model takes one input, a file or a folder, and no more.');
  }
  if (!isObject(input)) throw invalidContent(`The input '${name}' is an object.`);
  const kind = kindOf(fieldOf(input, 'jobInputType'));
  const uri = fieldOf(input, 'uri');
  if (kind !== 'urifile' && kind !== 'urifolder') {
    throw badArgument(
      `The input '${name}' is of the type '${textOf(fieldOf(input, 'jobInputType'))}'. A deployment of a model takes UriFile or UriFolder.`,
    );
  }
  if (typeof uri !== 'string' || uri === '') throw badArgument(`The input '${name}' needs a Uri.`);
  return { name, type: kind === 'urifile' ? 'uri_file' : 'uri_folder', uri };
}

function readOutput(properties: Properties): string | undefined {
  const outputs = fieldOf(properties, 'outputData');
  if (outputs === undefined) return undefined;
  const [output, ...others] = isObject(outputs) ? Object.values(outputs) : [];
  if (!isObject(output) || others.length > 0) throw badArgument("'OutputData' has one output.");
  const uri = fieldOf(output, 'uri');
  if (kindOf(fieldOf(output, 'jobOutputType')) !== 'urifile') {
    throw badArgument("The only 'JobOutputType' of a deployment of a model is UriFile.");
  }
  return textOrNothing('uri', uri);
}

/** What an invocation says that no deployment of a model can do. */
export function badArgument(message: string): ArmError {
  return new ArmError(400, 'BadArgument', message);
}
