import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The sources below some folders as one text, without the breaks and marks of their string literals. */
export async function sourceText(folders: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    for (const file of await readdir(path.join(root, folder), { recursive: true })) {
      if (!/\.(ts|yaml)$/.test(file)) continue;
      texts.push(await readFile(path.join(root, folder, file), 'utf8'));
    }
  }
  return texts
    .join('\n')
    .replace(/['"`]\s*\+\s*['"`]/g, '')
    .replaceAll("\\'", "'");
}
