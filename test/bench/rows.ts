/** One figure of the bench, and what it stands against. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: number;
  /** Without one the figure is for comparison. */
  readonly bar: number | undefined;
}

const rows: Row[] = [];

/** The middle one of some figures. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Notes a figure, and prints it. */
export function note(row: Row): void {
  rows.push(row);
  const { work, ours, theirs, ratio, bar } = row;
  const words = bar === undefined ? 'no bar' : `bar ${bar}`;
  console.log(`${work}: ${ours} against ${theirs}, ratio ${ratio.toFixed(3)} (${words})`);
}

/** Notes a figure that must stay below a bar of its own: the ratio is its share of the bar. */
export function noteBelow(work: string, value: number, bar: number, unit: string): void {
  const show = (figure: number): string => `${Number(figure.toFixed(3))} ${unit}`;
  note({
    work,
    ours: show(value),
    theirs: `${show(bar)} at most`,
    ratio: bar === 0 ? value : value / bar,
    bar: 1,
  });
}

function isMissed({ ratio, bar }: Row): boolean {
  return bar !== undefined && ratio > bar;
}

/** Prints all figures; returns whether every bar was met. */
export function showTable(): boolean {
  console.log('\n| work | Guidepost | against | ratio | bar |\n|---|---|---|---|---|');
  for (const row of rows) {
    const verdict = isMissed(row) ? ' **missed**' : '';
    console.log(
      `| ${row.work} | ${row.ours} | ${row.theirs} | ${row.ratio.toFixed(3)}${verdict} | ${row.bar ?? ''} |`,
    );
  }
  return !rows.some(isMissed);
}
