import { ArmError } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { Json } from '../../store/journal-line.ts';

const statuses = {
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_ALREADY_EXISTS: 400,
  INVALID_PARAMETER_VALUE: 400,
  INVALID_STATE: 400,
} as const;

/** An error as MLflow's REST API answers it: `{"error_code", "message"}`. */
export class MlflowError extends ArmError {
  constructor(code: keyof typeof statuses, message: string) {
    super(statuses[code], code, message);
  }

  override toBody(): object {
    return { error_code: this.code, message: this.message };
  }
}

/** A body's or query's text. Error: INVALID_PARAMETER_VALUE. */
export function requiredText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new MlflowError('INVALID_PARAMETER_VALUE', `Missing value for required parameter '${name}'.`);
}

/** A body that is an object. */
export function bodyOf(body: unknown): Readonly<Record<string, Json>> {
  if (isObject(body)) return body;
  throw new MlflowError('INVALID_PARAMETER_VALUE', 'The request is a JSON object.');
}

/** A list of objects in a body; empty where it is missing. */
export function listOf(value: unknown, name: string): Readonly<Record<string, Json>>[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new MlflowError('INVALID_PARAMETER_VALUE', `'${name}' is a list of objects.`);
}
