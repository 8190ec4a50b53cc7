// The notices of the packages that end up in the app: name, version, licence and the licence's text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allowedLicences, mitText, reviewedPackages } from './licences.ts';

/** A package whose code or files are in the app. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The text of its licence, and what it says besides; empty where it brings none. */
  readonly text: string;
}

interface Description {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly author?: string | { readonly name?: string };
}

/** The packages to which some files belong, in the order of their names. */
export function packagesOf(files: readonly string[]): BundledPackage[] {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const found = new Map([...folders].map((folder) => [folder, describe(folder)]));
  const unique = new Map([...found.values()].map((one) => [`${one.name}@${one.version}`, one]));
  return [...unique.keys()].sort().map((key) => unique.get(key) as BundledPackage);
}

/** The folder of the package that a file belongs to: the nearest below node_modules. */
function packageFolder(file: string): string | undefined {
  const match = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file);
  return match?.[0];
}

function describe(folder: string): BundledPackage {
  const written = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Description;
  const { name = path.basename(folder), version = '' } = written;
  const reviewed = Object.hasOwn(reviewedPackages, name) ? reviewedPackages[name] : undefined;
  const licence = reviewed?.licence ?? licenceOf(written);
  if (reviewed?.text !== undefined) return { name, version, licence, text: reviewed.text };
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  if (texts.length === 0 && licence === 'MIT') texts.push(mitText(authorOf(written)));
  return { name, version, licence, text: texts.join('\n\n') };
}

function licenceOf({ license, licenses }: Description): string {
  const named = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? '');
  return named.replace(/^\((.*)\)$/, '$1');
}

function authorOf({ author, name }: Description): string {
  const named = typeof author === 'string' ? author : author?.name;
  return named?.replace(/\s*[<(].*$/, '') ?? `the authors of ${name}`;
}

/** Whether a licence, or one of several to choose from, is on the list. */
function isAllowed(licence: string): boolean {
  return licence.split(/ OR /i).some((one) => one.split(/ AND /i).every((part) => allowedLicences.has(part)));
}

/**
 * The text of the notices. Error: a package has a licence that nobody has reviewed, or there is no text for it.
 */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const unknown = packages.filter(
    ({ name, licence }) => !isAllowed(licence) && !Object.hasOwn(reviewedPackages, name),
  );
  if (unknown.length > 0) {
    const named = unknown.map(({ name, licence }) => `${name} (${licence || 'no licence named'})`).join(', ');
    throw new Error(
      `The app would contain packages whose licence nobody has reviewed: ${named}. ` +
        'Read their licences; add them to tools/licences.ts, or do without the packages.',
    );
  }
  const sections = packages.map((one) => {
    const text = one.text || commonText(one.licence, packages);
    if (!text) throw new Error(`There is no text for the licence ${one.licence} of ${one.name}.`);
    return `${one.name} ${one.version}\nLicence: ${one.licence}\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return [
    'Guidepost contains the work of others, with thanks. Here are their names, licences and notices.\n' +
      'Electron’s own are in LICENSE.electron.txt, Chromium’s in LICENSES.chromium.html.\n',
    ...sections,
  ].join(rule);
}

/** The part of Apache's licence that is the same in every package. */
function commonText(licence: string, packages: readonly BundledPackage[]): string | undefined {
  const end = 'END OF TERMS AND CONDITIONS';
  const whole = packages.find((one) => one.licence === licence && one.text.includes(end))?.text;
  return whole?.slice(0, whole.indexOf(end) + end.length);
}

/** The notices for an app made of some files; see `noticesOf` for the errors. */
export function noticesFor(files: readonly string[]): string {
  return noticesOf(packagesOf(files.filter((file) => existsSync(file))));
}
