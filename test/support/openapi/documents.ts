import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A part of a Swagger 2.0 document. */
export interface SwaggerSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly SwaggerSchema[];
  readonly items?: SwaggerSchema;
  readonly additionalProperties?: boolean | SwaggerSchema;
  readonly discriminator?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly 'x-nullable'?: boolean;
  readonly 'x-ms-enum'?: { readonly modelAsString?: boolean };
  readonly 'x-ms-mutability'?: readonly string[];
  readonly 'x-ms-discriminator-value'?: string;
}

export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'body' | 'header' | 'formData';
  readonly required?: boolean;
  readonly schema?: SwaggerSchema;
}

export interface Operation {
  readonly operationId?: string;
  readonly 'x-ms-examples'?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly schema?: SwaggerSchema }>>;
}

export interface Document {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly definitions?: Readonly<Record<string, SwaggerSchema>>;
}

/** Something with the file in which it stands; a `$ref` is relative to that. */
export interface Placed<Value> {
  readonly file: string;
  readonly value: Value;
}

/** A description leans on a document that is not here. */
export class MissingDocument extends Error {}

/** Swagger documents of a folder, read when they are asked for. */
export class Documents {
  private readonly read = new Map<string, Document>();

  load(file: string): Document {
    const known = this.read.get(file);
    if (known) return known;
    if (!existsSync(file)) throw new MissingDocument(file);
    const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
    this.read.set(file, document);
    return document;
  }

  /** What a reference means, and where it stands: its file with its place in it. */
  resolve<Value>(file: string, reference: string): Placed<Value> & { readonly name: string } {
    const [other, pointer] = reference.split('#');
    const target = other === '' ? file : path.resolve(path.dirname(file), other);
    let value: unknown = this.load(target);
    for (const part of pointer.split('/').slice(1)) {
      value = (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
    }
    if (value === undefined) throw new Error(`${reference} is not in ${target}.`);
    return { file: target, value: value as Value, name: `${target}#${pointer}` };
  }

  /** A part that may be a reference, at its own place. */
  follow<Value extends { readonly $ref?: string }>({ file, value }: Placed<Value>): Placed<Value> {
    return value.$ref === undefined ? { file, value } : this.follow(this.resolve<Value>(file, value.$ref));
  }
}

/** All API descriptions of a folder, without their examples and shared types. */
export function findDocuments(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !/(^|\/)(examples|common-types)\//.test(file))
    .map((file) => path.join(folder, file))
    .sort();
}
