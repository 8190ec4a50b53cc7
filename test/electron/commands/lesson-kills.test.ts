import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { killLesson } from '../../support/lesson-kills.ts';

it('a lesson killed at 8 seeded moments loses nothing that it has acknowledged, and then finishes', async () => {
  const { kills, ...rest } = await killLesson(temporaryFolder(), 8, 614);
  expect(kills).toBe(8);
  expect(rest).toEqual({ lost: [], code: 0, failures: [], remaining: [] });
}, 240_000);
