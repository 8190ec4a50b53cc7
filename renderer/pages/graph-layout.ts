import type { Pipeline } from '../../engine/pipeline/pipeline.ts';

/** A box of the picture. */
export interface PlacedNode {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A drawing as it is painted. */
export interface GraphPicture {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly key: string; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

const size = { width: 210, height: 50, gapX: 26, gapY: 34 };

const families: Readonly<Record<string, string>> = {
  'select-columns': 'prepare',
  'clean-missing-data': 'prepare',
  'apply-transformation': 'prepare',
  'split-data': 'prepare',
  'train-model': 'train',
  'score-model': 'score',
  'evaluate-model': 'score',
};

/** Puts a drawing into layers from top to bottom: each component below all that it takes from. */
export function layOut({ nodes, edges }: Pipeline): GraphPicture {
  const layer = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  // A drawing has no circle, so this many rounds are enough.
  for (let round = 0; round < nodes.length; round++) {
    for (const { from, to } of edges) {
      layer.set(to.node, Math.max(layer.get(to.node) ?? 0, (layer.get(from.node) ?? 0) + 1));
    }
  }
  // What nothing leads to stands just above what it leads to.
  for (const { id } of nodes) {
    if (edges.some(({ to }) => to.node === id)) continue;
    const below = edges.filter(({ from }) => from.node === id).map(({ to }) => layer.get(to.node) ?? 1);
    if (below.length > 0) layer.set(id, Math.min(...below) - 1);
  }
  const rows = new Map<number, string[]>();
  for (const { id } of nodes) rows.set(layer.get(id) ?? 0, [...(rows.get(layer.get(id) ?? 0) ?? []), id]);
  const widest = Math.max(1, ...[...rows.values()].map((row) => row.length));
  const width = widest * (size.width + size.gapX) - size.gapX;
  const places = new Map<string, PlacedNode>();
  for (const [y, row] of rows) {
    const rowWidth = row.length * (size.width + size.gapX) - size.gapX;
    row.forEach((id, x) => {
      const component = nodes.find((node) => node.id === id)?.component ?? '';
      places.set(id, {
        id,
        title: titleOf(component),
        family: familyOf(component),
        x: (width - rowWidth) / 2 + x * (size.width + size.gapX),
        y: y * (size.height + size.gapY),
        width: size.width,
        height: size.height,
      });
    });
  }
  const height = (Math.max(0, ...rows.keys()) + 1) * (size.height + size.gapY) - size.gapY;
  return {
    nodes: [...places.values()],
    edges: edges.map(({ from, to }, index) => ({
      key: `${index}`,
      path: curve(places.get(from.node), places.get(to.node)),
    })),
    width,
    height,
  };
}

function curve(from: PlacedNode | undefined, to: PlacedNode | undefined): string {
  if (!from || !to) return '';
  const x1 = from.x + from.width / 2;
  const y1 = from.y + from.height;
  const x2 = to.x + to.width / 2;
  const middle = (y1 + to.y) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${to.y}`;
}

/** Learners are told by their names: the engine's catalogue would make the first page heavy. */
function familyOf(component: string): string {
  if (Object.hasOwn(families, component)) return families[component];
  return /-(regression|tree|network)$/.test(component) ? 'learner' : 'data';
}

/** The designer's name of a component. */
function titleOf(component: string): string {
  const title = component.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => `${dash === '' ? '' : ' '}${letter.toUpperCase()}`,
  );
  return title
    .replace('Two Class', 'Two-Class')
    .replace('Two-Class Logistic Regression', 'Logistic Regression');
}
