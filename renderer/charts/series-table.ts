import { encodeTexts } from '../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../engine/table/table.ts';

/** A column of figures for the table behind a chart. */
export function numbers(name: string, values: ArrayLike<number>): Column {
  return { kind: 'number', name, values: Float64Array.from(values) };
}

/** A column of texts for the table behind a chart. */
export function texts(name: string, values: readonly (string | null)[]): Column {
  return { kind: 'category', name, ...encodeTexts(values) };
}

/** The points of several lines one below the other, with the line's name in front where there is more than one. */
export function lineTable(
  series: readonly { readonly label: string; readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }[],
  names: { readonly series: string; readonly x: string; readonly y: string },
): Table {
  const join = (pick: 'x' | 'y'): Float64Array => {
    const all = new Float64Array(series.reduce((sum, one) => sum + one.x.length, 0));
    let at = 0;
    for (const one of series) {
      for (let i = 0; i < one[pick].length; i++) all[at++] = one[pick][i];
    }
    return all;
  };
  const points: Column[] = [
    { kind: 'number', name: names.x, values: join('x') },
    { kind: 'number', name: names.y, values: join('y') },
  ];
  if (series.length < 2) return createTable(points);
  const labels = series.flatMap(({ label, x }) => new Array<string>(x.length).fill(label));
  return createTable([texts(names.series, labels), ...points]);
}
