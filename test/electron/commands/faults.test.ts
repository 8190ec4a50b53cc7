import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../../support/cli.ts';

const card = `title: Who may do that?
task: Find out why, and mend it.
faults:
  vault: { operation: Vaults_CreateOrUpdate, kind: role-missing, until: repaired }
  burst: { operation: Jobs_*, kind: throttled, times: 3 }
`;

describe('guidepost faults check', () => {
  it('tells what is on a card', () => {
    const folder = temporaryFolder({ 'card.yaml': card });
    const { code, stdout } = runCli(folder, 'faults', 'check', 'card.yaml');
    expect(code).toBe(0);
    expect(stdout).toBe(`Who may do that?
Find out why, and mend it.
  vault: role-missing on Vaults_CreateOrUpdate, until repaired
  burst: throttled on Jobs_*, 3 calls
`);
    const json = runCli(folder, 'faults', 'check', 'card.yaml', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ faults: { burst: { times: 3, retryAfterSeconds: 1 } } });
  });

  it.each([
    [['check'], 'faults needs the word check and one file.'],
    [['deal', 'card.yaml'], 'Write it as faults check card.yaml.'],
    [['check', 'none.yaml'], 'none.yaml cannot be read'],
    [['check', 'wrong.yaml'], 'is not valid at "faults.a.until"'],
  ])('%o is refused in a sentence', (words, message) => {
    const wrong = 'faults: { a: { operation: x, kind: slow, until: repaired } }';
    const { code, stderr } = runCli(temporaryFolder({ 'wrong.yaml': wrong }), 'faults', ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
