import type { TableSource } from '../state/table-source.ts';

/** A file of the learner's as a table; the name that drawings call it by is the file's, in letters that all take. */
export async function ownTable(file: File, dataset = datasetName(file.name)): Promise<TableSource> {
  return {
    dataset,
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
    options: {},
    dropColumns: [],
    textColumns: [],
  };
}

/** "Loans 2024.csv" as "Loans-2024". */
export function datasetName(file: string): string {
  const name = file
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'table' : name;
}
