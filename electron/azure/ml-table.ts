import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { EngineError } from '../../engine/errors.ts';
import type { CsvOptions } from '../../engine/table/csv/csv-options.ts';

/** How a data asset of the kind mltable reads its file. */
export interface MlTable {
  /** Where the file is: a URI, or a path beside the MLTable file. */
  readonly path: string;
  readonly delimiter: string;
  readonly encoding: string;
  readonly header: boolean;
  readonly dropColumns: readonly string[];
  /** Columns that are texts although all their cells are numbers. */
  readonly textColumns: readonly string[];
}

/** MLTable's names of encodings. */
const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf8',
  'utf-16le': 'utf16',
  'utf-16be': 'utf16',
  'windows-1252': 'windows1252',
};

/** The engine's encodings by MLTable's names. */
const engineEncodings: Readonly<Record<string, CsvOptions['encoding']>> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  windows1252: 'windows-1252',
  'iso-8859-1': 'windows-1252',
};

const mlTableSchema = z.object({
  paths: z.array(z.object({ file: z.string() })).length(1),
  transformations: z
    .array(
      z.union([
        z.object({
          read_delimited: z.object({
            delimiter: z.string().default(','),
            encoding: z.string().default('utf8'),
            header: z.string().default('all_files_same_headers'),
          }),
        }),
        z.object({
          convert_column_types: z.array(
            z.object({ columns: z.union([z.string(), z.array(z.string())]), column_type: z.string() }),
          ),
        }),
        z.object({ drop_columns: z.union([z.string(), z.array(z.string())]) }),
      ]),
    )
    .default([]),
});

/**
 * The text of an MLTable file.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-mltable
 */
export function writeMlTable(table: MlTable): string {
  const { path, delimiter, encoding, header, dropColumns, textColumns } = table;
  return stringify({
    $schema: 'https://azuremlschemas.azureedge.net/latest/MLTable.schema.json',
    type: 'mltable',
    paths: [{ file: path }],
    transformations: [
      {
        read_delimited: {
          delimiter,
          encoding: encodings[encoding] ?? encoding,
          header: header ? 'all_files_same_headers' : 'no_header',
          empty_as_string: false,
        },
      },
      ...(textColumns.length > 0
        ? [{ convert_column_types: [{ columns: [...textColumns], column_type: 'string' }] }]
        : []),
      ...(dropColumns.length > 0 ? [{ drop_columns: [...dropColumns] }] : []),
    ],
  });
}

/** What an MLTable file says. Error: `ml-table-not-valid`. */
export function parseMlTable(text: string): MlTable {
  let content: unknown;
  try {
    content = parse(text, { schema: 'core', maxAliasCount: 10 });
  } catch (error) {
    throw mlTableNotValid((error as Error).message);
  }
  const parsed = mlTableSchema.safeParse(content);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw mlTableNotValid(`"${path.join('.')}": ${message}`);
  }
  const { paths, transformations } = parsed.data;
  const reading = transformations.flatMap((step) => ('read_delimited' in step ? [step.read_delimited] : []));
  const dropping = transformations.flatMap((step) => ('drop_columns' in step ? step.drop_columns : []));
  const converting = transformations.flatMap((step) =>
    'convert_column_types' in step ? step.convert_column_types : [],
  );
  const { delimiter = ',', encoding = 'utf8', header = 'all_files_same_headers' } = reading[0] ?? {};
  return {
    path: paths[0].file,
    delimiter,
    encoding,
    header: header !== 'no_header',
    dropColumns: dropping,
    textColumns: converting
      .filter(({ column_type: type }) => type === 'string')
      .flatMap(({ columns }) => columns),
  };
}

/** How the engine reads the file of such an asset; what it does not know of is sniffed. */
export function readingOptions({ delimiter, header, encoding }: MlTable): CsvOptions {
  const found = engineEncodings[encoding];
  return { delimiter, header, ...(found !== undefined && { encoding: found }) };
}

function mlTableNotValid(reason: string): EngineError {
  return new EngineError(
    'ml-table-not-valid',
    `The asset's MLTable file cannot be read: ${reason}.`,
    'Register the data asset again.',
    { reason },
  );
}
