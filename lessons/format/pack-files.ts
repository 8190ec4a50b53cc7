import type { PackProblem } from './errors.ts';

/** What a pack may hold at most. */
export const limits = {
  files: 2000,
  pathLength: 200,
  textCharacters: 1 << 18,
  allCharacters: 32 << 20,
} as const;

/** Content alone: packs come from strangers. */
const extensions = /\.(yaml|md|txt|csv|tsv|json|png|jpe?g|webp|gif|svg)$/i;
const namesWithoutExtension = /^(LICENSE|LICENCE|NOTICE)$/;
/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Files such as .DS_Store or .git/config lie beside a pack and are no part of it. */
export function isPartOfPack(path: string): boolean {
  return !path.split('/').some((part) => part.startsWith('.') && !/^\.+$/.test(part));
}

/** Whatever is wrong with the paths and sizes of a pack's files. */
export function checkFiles(files: ReadonlyMap<string, string>): PackProblem[] {
  if (files.size > limits.files) {
    return [
      problem(
        'pack.yaml',
        `the pack has ${files.size} files, and ${limits.files} are allowed`,
        'Leave files out.',
      ),
    ];
  }
  const problems: PackProblem[] = [];
  const folded = new Map<string, string>();
  let characters = 0;
  for (const [path, text] of files) {
    const fault = pathFault(path);
    if (fault) problems.push(problem(path, fault, 'Rename it, or take it out of the pack.'));
    const key = path.normalize('NFC').toLowerCase();
    const other = folded.get(key);
    if (other !== undefined) {
      problems.push(
        problem(
          path,
          `the path differs from "${other}" in case alone`,
          'On many machines both are one file: rename one.',
        ),
      );
    }
    folded.set(key, path);
    characters += text.length;
    if (text.length > limits.textCharacters && /\.(yaml|md)$/i.test(path)) {
      problems.push(
        problem(
          path,
          `the file has ${text.length} characters, and ${limits.textCharacters} are allowed`,
          'Shorten it.',
        ),
      );
    }
  }
  if (characters > limits.allCharacters) {
    problems.push(
      problem(
        'pack.yaml',
        `the files have ${characters} characters together, and ${limits.allCharacters} are allowed`,
        'Leave files out.',
      ),
    );
  }
  return problems;
}

/** Why a path cannot lie in a pack; undefined where it can. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (path.length > limits.pathLength) return `the path is longer than ${limits.pathLength} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'the path is absolute';
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\\:*?"<>|]/.test(path))
    return 'the path has a character that not all systems allow';
  const parts = path.split('/');
  if (parts.includes('..')) return 'the path leads out of the pack';
  if (parts.some((part) => part === '' || part === '.')) return 'the path has an empty part';
  if (parts.some((part) => /[. ]$/.test(part) || reserved.test(part)))
    return 'Windows does not allow this name';
  const name = parts[parts.length - 1];
  if (!extensions.test(name) && !namesWithoutExtension.test(name)) {
    return 'a pack holds YAML, Markdown, tables, JSON and pictures only';
  }
  return undefined;
}

function problem(file: string, what: string, hint: string): PackProblem {
  return { file, message: `${what[0].toUpperCase()}${what.slice(1)}.`, hint, severity: 'error' };
}
