import { describe, expect, it } from 'vitest';
import { advisoriesOf, complaintsAbout } from '../../tools/audit.ts';

const advisory = {
  source: 1,
  name: 'minimist',
  title: 'Prototype pollution in minimist',
  url: 'https://github.com/advisories/GHSA-1',
  severity: 'critical',
  range: '<1.2.6',
};
const report = JSON.stringify({
  auditReportVersion: 2,
  vulnerabilities: {
    minimist: { name: 'minimist', via: [advisory] },
    mkdirp: { name: 'mkdirp', via: ['minimist'] },
    other: { name: 'other', via: [advisory] },
  },
});

describe('the audit', () => {
  it('finds each advisory once, and tells those that nobody has looked at', () => {
    const advisories = advisoriesOf(report) ?? [];
    expect(advisories.map(({ url }) => url)).toEqual([advisory.url]);
    const [complaint, ...more] = complaintsAbout(advisories, {});
    expect(complaint).toContain('minimist (critical): Prototype pollution in minimist');
    expect(more).toEqual([]);
    expect(complaintsAbout(advisories, { [advisory.url]: 'It reads no words of strangers.' })).toEqual([]);
  });

  it('wants a review that is over to be taken back', () => {
    expect(complaintsAbout([], { [advisory.url]: '' })).toEqual([
      `${advisory.url} is over: take it from tools/audit-reviewed.ts.`,
    ]);
  });

  it('knows an answer that is no report', () => {
    expect(advisoriesOf('{ "message": "405 Method Not Allowed", "statusCode": 405 }')).toBeUndefined();
    expect(advisoriesOf('')).toBeUndefined();
    expect(advisoriesOf('{ "vulnerabilities": {} }')).toEqual([]);
  });
});
