import {
  webServiceInput,
  type InputColumn,
} from '../../../engine/components/web-service-input/web-service-input.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';

/** An endpoint's description as OpenAPI 3.0: its address, its key and both formats of a request. */
export function describeService(name: string, server: string, pipeline: Pipeline): object {
  const node = pipeline.nodes.find(({ component }) => component === webServiceInput.type);
  const { columns } = webServiceInput.settings.parse(node?.settings ?? {});
  const row = {
    type: 'object',
    properties: Object.fromEntries(columns.map((column) => [column.name, describeColumn(column)])),
    additionalProperties: false,
  };
  const example = Object.fromEntries(columns.map((column) => [column.name, column.example]));
  const names = columns.map((column) => column.name);
  const content = (schema: object): object => ({ 'application/json': { schema } });
  return {
    openapi: '3.0.1',
    info: { title: name, description: `Scores rows with the endpoint ${name}.`, version: '1.0' },
    servers: [{ url: server }],
    security: [{ key: [] }],
    paths: {
      '/': { get: { operationId: 'isAlive', responses: { 200: { description: 'The endpoint is there.' } } } },
      '/score': {
        post: {
          operationId: 'score',
          requestBody: {
            required: true,
            content: content({
              oneOf: [
                { $ref: '#/components/schemas/WebServiceRequest' },
                { $ref: '#/components/schemas/InputDataRequest' },
              ],
            }),
          },
          responses: {
            200: {
              description: 'A row for each row of the request, in the form of the request.',
              content: content({
                oneOf: [{ $ref: '#/components/schemas/WebServiceReply' }, listOf({ type: 'object' })],
              }),
            },
            401: { description: 'The key is missing or wrong.' },
            404: { description: 'There is no such deployment, or no traffic.' },
            424: { description: 'The model cannot read the rows; the message says why.' },
          },
        },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Row: row,
        WebServiceRequest: {
          type: 'object',
          required: ['Inputs'],
          properties: {
            Inputs: {
              type: 'object',
              required: ['WebServiceInput0'],
              properties: { WebServiceInput0: listOf({ $ref: '#/components/schemas/Row' }) },
            },
            GlobalParameters: { type: 'object' },
          },
          example: { Inputs: { WebServiceInput0: [example] }, GlobalParameters: {} },
        },
        InputDataRequest: {
          type: 'object',
          required: ['input_data'],
          properties: {
            input_data: {
              type: 'object',
              required: ['columns', 'data'],
              properties: {
                columns: listOf({ type: 'string', enum: names }),
                index: listOf({ type: 'integer' }),
                data: listOf(listOf({})),
              },
            },
          },
          example: {
            input_data: { columns: names, index: [0], data: [columns.map((column) => column.example)] },
          },
        },
        WebServiceReply: {
          type: 'object',
          properties: {
            Results: { type: 'object', properties: { WebServiceOutput0: listOf({ type: 'object' }) } },
          },
        },
      },
    },
  };
}

function listOf(items: object): object {
  return { type: 'array', items };
}

function describeColumn(column: InputColumn): object {
  const { example } = column;
  if (column.type === 'category') {
    const known = column.levels === null ? '' : `In the training data: ${column.levels.join(', ')}.`;
    const training = column.levels && { 'x-training': { levels: column.levels } };
    return { type: 'string', nullable: true, example, ...(known && { description: known }), ...training };
  }
  const { minimum, maximum } = column;
  const range = minimum === null ? '' : `In the training data: ${minimum} to ${maximum}.`;
  const training = minimum === null ? {} : { 'x-training': { minimum, maximum } };
  return { type: 'number', nullable: true, example, ...(range && { description: range }), ...training };
}
