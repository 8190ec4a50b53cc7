import loans from '../../../lessons/packs/loan-approval/data/loans.csv?url';
import type { TableSource } from '../../state/table-source.ts';

export const tableNames = (): Promise<string[]> => Promise.resolve(['loans']);

export async function findTable(dataset: string): Promise<TableSource | undefined> {
  if (dataset !== 'loans') return undefined;
  const bytes = new Uint8Array(await (await fetch(loans)).arrayBuffer());
  return { dataset, name: 'loans.csv', bytes, options: {}, dropColumns: [], textColumns: [] };
}
