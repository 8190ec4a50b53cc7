import process from 'node:process';
import * as z from 'zod';
import { faultSchema } from '../../electron/contract/fault-card.ts';

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** The table of a fault's fields as the README has it: made of the schema. */
export function faultFields(): string {
  const { properties } = z.toJSONSchema(faultSchema, { io: 'input' }) as {
    readonly properties: Readonly<Record<string, Property>>;
  };
  const rows = Object.entries(properties).map(([name, { description = '', default: usual }]) => {
    const shown =
      usual === undefined || usual === null ? '' : `\`${JSON.stringify(usual).replaceAll('"', '')}\``;
    return `| \`${name}\` | ${description.replaceAll('*', '\\*')} | ${shown} |`;
  });
  return ['| field | meaning | default |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

if (process.argv[1] === import.meta.filename) process.stdout.write(faultFields());
