import type { Properties } from './resource-store.ts';
import type { Json } from '../store/journal-line.ts';
import { ArmError, invalidContent, locationNotAvailable, locationRequired } from './arm-error.ts';

/** The regions that the sandbox knows, and what people call them. */
const regions = {
  westeurope: 'West Europe',
  northeurope: 'North Europe',
  eastus: 'East US',
  eastus2: 'East US 2',
  westus2: 'West US 2',
  uksouth: 'UK South',
  southeastasia: 'Southeast Asia',
};

/** The regions that the sandbox knows. */
export const locations: readonly string[] = Object.keys(regions);

/** What people call a region. */
export function displayNameOf(location: string): string {
  return (regions as Record<string, string | undefined>)[location] ?? location;
}

/** The parts of a request's body that all resources share. */
export interface Envelope {
  /** In lower case without blanks; empty where none is asked for. */
  readonly location: string;
  readonly tags: Record<string, string>;
  readonly properties: Properties;
  readonly body: Readonly<Record<string, Json>>;
  /** What stands beside location, tags and properties. */
  readonly rest: Properties;
}

/** Reads the body of a PUT or PATCH. Errors: in Azure's words. */
export function readEnvelope(
  type: string,
  content: unknown,
  location: 'required' | 'optional' | 'none',
): Envelope {
  if (!isObject(content)) throw invalidContent('The request content must be a JSON object.');
  const { location: place, tags, properties, ...others } = content;
  const rest = Object.fromEntries(
    Object.entries(others).filter(([name]) => !['id', 'name', 'type', 'systemData', 'etag'].includes(name)),
  );
  if (tags !== undefined && tags !== null && !(isObject(tags) && Object.values(tags).every(isText))) {
    throw new ArmError(400, 'InvalidTags', 'Tags are an object of texts.');
  }
  if (properties !== undefined && !isObject(properties)) {
    throw invalidContent("The 'properties' of a resource are an object.");
  }
  return {
    location: location === 'none' ? '' : readLocation(type, place, location === 'required'),
    tags: (tags ?? {}) as Record<string, string>,
    properties: properties ?? {},
    body: content,
    rest,
  };
}

function readLocation(type: string, place: Json | undefined, required: boolean): string {
  if (typeof place !== 'string' || place === '') {
    if (required) throw locationRequired(type);
    return '';
  }
  const normalized = place.toLowerCase().replaceAll(' ', '');
  if (!locations.includes(normalized)) throw locationNotAvailable(place, locations);
  return normalized;
}

/** Whether a value of a body is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
