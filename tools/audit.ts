// `npm run audit`: what npm knows to be unsafe in the packages, without what a person has looked at.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { reviewedAdvisories } from './audit-reviewed.ts';

interface Advisory {
  readonly url: string;
  readonly title: string;
  readonly severity: string;
  readonly name: string;
}

interface AuditReport {
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (string | Advisory)[] }>>;
  readonly message?: string;
}

/** The advisories of a report of `npm audit --json`, each once; `undefined` where npm could not ask. */
export function advisoriesOf(report: string): Advisory[] | undefined {
  let parsed: AuditReport;
  try {
    parsed = JSON.parse(report) as AuditReport;
  } catch {
    return undefined;
  }
  if (!parsed.vulnerabilities) return undefined;
  // A name in the place of an advisory says: unsafe through that package, which is listed itself.
  const found = Object.values(parsed.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((one) => typeof one !== 'string');
  return [...new Map(found.map((one) => [one.url, one])).values()];
}

/** What is to be said of advisories, given those that a person has looked at; nothing where all is well. */
export function complaintsAbout(
  advisories: readonly Advisory[],
  reviewed: Readonly<Record<string, string>>,
): string[] {
  const open = advisories.filter(({ url }) => !Object.hasOwn(reviewed, url));
  const gone = Object.keys(reviewed).filter((url) => advisories.every((one) => one.url !== url));
  return [
    ...open.map(
      ({ name, severity, title, url }) =>
        `${name} (${severity}): ${title}, ${url}. Update the package, or look whether Guidepost is touched ` +
        'and add the address with your reason to tools/audit-reviewed.ts.',
    ),
    ...gone.map((url) => `${url} is over: take it from tools/audit-reviewed.ts.`),
  ];
}

if (process.argv[1] === import.meta.filename) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    // Windows starts npm through its shell.
    shell: process.platform === 'win32',
  });
  const advisories = advisoriesOf(stdout);
  if (!advisories) {
    console.log('Skipped: the registry did not answer with advisories. Try again where npm audit works.');
  } else {
    const complaints = complaintsAbout(advisories, reviewedAdvisories);
    for (const complaint of complaints) console.error(complaint);
    console.log(`${advisories.length} advisories, ${complaints.length} to look at.`);
    process.exitCode = complaints.length === 0 ? 0 : 1;
  }
}
