import type { JsonCell } from '../../../engine/pipeline/run-inference.ts';
import { isObject } from '../envelope.ts';
import { parseJson } from '../parse-json.ts';

/** A request to an endpoint, read. */
export interface ScoringRequest {
  readonly format: 'input_data' | 'web-service';
  readonly rows: readonly Readonly<Record<string, JsonCell>>[];
}

/**
 * Reads a request in one of two formats, or says what is wrong with it: `{"input_data": {"columns", "index", "data"}}`
 * of MLflow models, `{"Inputs": {"WebServiceInput0": [rows]}, "GlobalParameters": {}}` of the designer's web services.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-deploy-mlflow-models-online-endpoints
 */
export function readScoringRequest(text: string): ScoringRequest | { readonly problem: string } {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    return { problem: `The request is not valid JSON: ${(error as Error).message}` };
  }
  if (isObject(body) && 'input_data' in body) return readInputData(body.input_data);
  if (isObject(body) && isObject(body.Inputs)) {
    const rows = body.Inputs.WebServiceInput0;
    if (Array.isArray(rows)) return { format: 'web-service', rows: rows as ScoringRequest['rows'] };
    return { problem: 'The "Inputs" of the request need a list of rows with the name "WebServiceInput0".' };
  }
  return {
    problem:
      'The request is an object with "input_data", or with "Inputs" that hold the rows in "WebServiceInput0".',
  };
}

/** Columns with rows of cells, or a plain list of rows. */
function readInputData(input: unknown): ScoringRequest | { readonly problem: string } {
  if (Array.isArray(input)) return { format: 'input_data', rows: input as ScoringRequest['rows'] };
  const { columns, data } = isObject(input) ? input : {};
  if (!Array.isArray(columns) || !columns.every((name): name is string => typeof name === 'string')) {
    return { problem: 'The "input_data" of the request needs "columns", a list of names.' };
  }
  if (!Array.isArray(data)) {
    return { problem: 'The "input_data" of the request needs "data", a list of rows.' };
  }
  const names = new Set<string>();
  for (const name of columns) {
    if (names.has(name)) return { problem: `The column "${name}" is named twice.` };
    names.add(name);
  }
  const rows: Record<string, JsonCell>[] = [];
  for (const [index, cells] of data.entries()) {
    if (!Array.isArray(cells) || cells.length !== columns.length) {
      return { problem: `Row ${index + 1} of "data" needs ${columns.length} cells, one for each column.` };
    }
    rows.push(Object.fromEntries(columns.map((name, at) => [name, cells[at] as JsonCell])));
  }
  return { format: 'input_data', rows };
}
