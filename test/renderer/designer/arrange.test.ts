import { expect, it } from 'vitest';
import { tutorialPipeline, trainingPipeline } from '../../../engine/pipeline/templates.ts';
import { arrange, cardSize, freePlace, withPlaces } from '../../../renderer/designer/core/arrange.ts';
import { addComponent, emptyPipeline } from '../../../renderer/designer/core/commands.ts';
import { countCrossings } from '../../../renderer/designer/core/uncross.ts';

it.each([
  ['the tutorial', tutorialPipeline()],
  ['a training pipeline', trainingPipeline({ label: 'y', drop: ['id'], missing: 'impute' })],
])('%s flows from top to bottom, and no card covers another', (_, pipeline) => {
  const places = arrange(pipeline);
  expect(places.size).toBe(pipeline.nodes.length);
  const at = (id: string): { x: number; y: number } => places.get(id) ?? { x: NaN, y: NaN };
  for (const { from, to } of pipeline.edges) {
    expect(at(to.node).y - at(from.node).y).toBeGreaterThan(cardSize.height);
  }
  for (const a of pipeline.nodes) {
    for (const b of pipeline.nodes) {
      if (a === b) continue;
      const dx = Math.abs(at(a.id).x - at(b.id).x);
      const dy = Math.abs(at(a.id).y - at(b.id).y);
      expect(dx >= cardSize.width || dy >= cardSize.height, `${a.id} on ${b.id}`).toBe(true);
    }
  }
});

it('no edge of the tutorial crosses another: the learner stands left of what it learns from', () => {
  const places = arrange(tutorialPipeline());
  expect(places.get('learner')?.x).toBeLessThan(places.get('split')?.x ?? NaN);
});

it('counts crossings, and none where ends meet', () => {
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 100, y: 0 }],
    ['c', { x: 0, y: 100 }],
    ['d', { x: 100, y: 100 }],
  ]);
  const line = (from: string, to: string): Parameters<typeof countCrossings>[1][number] => ({
    from,
    fromAlong: 10,
    to,
    toAlong: 10,
  });
  expect(countCrossings(places, [line('a', 'd'), line('b', 'c')])).toBe(1);
  expect(countCrossings(places, [line('a', 'c'), line('b', 'd')])).toBe(0);
  expect(countCrossings(places, [line('a', 'c'), line('a', 'd')])).toBe(0);
});

it('a new component gets a place that is free; places that somebody chose stay', () => {
  let drawn = emptyPipeline('');
  for (let i = 0; i < 5; i++) {
    drawn = addComponent(drawn, 'split-data', freePlace(drawn.nodes, drawn.nodes[0])).pipeline;
  }
  const places = drawn.nodes.map(({ position }) => `${position?.x},${position?.y}`);
  expect(new Set(places).size).toBe(5);
  expect(withPlaces(drawn)).toBe(drawn);
});
