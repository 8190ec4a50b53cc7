// Which licences may be in the package. A person has read each of them; a new one stops the packaging.

/** Licences, by their SPDX names, that allow passing the software on with a notice. */
export const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1',
]);

/** What a person has found out about packages that do not say it in the usual way. */
export const reviewedPackages: Readonly<Record<string, ReviewedPackage>> = {
  // Its LICENSE file is the MIT licence; its package.json does not say so.
  'svelte-toolbelt': { licence: 'MIT' },
  'uri-templates': {
    licence: 'public domain',
    text:
      'Its README says: "This project is released as public-domain. ' +
      'Anybody can modify or re-license it for any purpose, without restriction."',
  },
};

interface ReviewedPackage {
  readonly licence: string;
  /** Stands in the place of a licence file. */
  readonly text?: string;
}

/** The text of the MIT licence, for packages that name it and bring no copy. */
export function mitText(holder: string): string {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
