import type { PlaygroundTable } from '../../../engine/playground/playground-file.ts';
import {
  createShape,
  shapeLabel,
  type ShapeName,
  type ShapeOptions,
} from '../../../engine/playground/shapes.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import type { TableSource } from '../../state/table-source.ts';
import { builtInTables } from '../../tables/built-in.ts';

/** How much a shape is blurred to begin with: so that it is neither lost nor too easy. */
const standardNoise: Readonly<Record<ShapeName, number>> = {
  moons: 0.15,
  circles: 0.08,
  spirals: 0.03,
  xor: 0.04,
  blobs: 0.2,
  line: 0.15,
};

/** How a shape is made where nothing else is said. */
export function standardShape(shape: ShapeName): ShapeOptions {
  return { rows: 400, noise: standardNoise[shape], seed: 1 };
}

/** The label that a table of the app's is made for. */
export function usualLabel(table: PlaygroundTable): string | undefined {
  if (table.kind === 'shape') return shapeLabel[table.shape];
  if (table.kind === 'built-in') return builtInTables.find(({ name }) => name === table.name)?.label;
  return undefined;
}

/** A made-up table as a file, which is read as any other. */
export function shapeSource(shape: ShapeName, options: ShapeOptions): TableSource {
  return {
    dataset: shape,
    name: `${shape}.csv`,
    bytes: new TextEncoder().encode(writeCsv(createShape(shape, options))),
    options: {},
    dropColumns: [],
    textColumns: [],
  };
}

/** A file's name as the name of a dataset: letters, digits and hyphens. */
export function datasetName(file: string): string {
  const name = file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'data' : name;
}
