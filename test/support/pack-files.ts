import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The files of a pack that comes with Guidepost, as the loader gets them. */
export function readPackFiles(slug: string): Map<string, string> {
  const folder = path.resolve(import.meta.dirname, '../../lessons/packs', slug);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
      }),
  );
}

/** The files of a small pack of one lesson with two steps; `changes` replace or, where undefined, remove files. */
export function smallPack(changes: Readonly<Record<string, string | undefined>> = {}): Map<string, string> {
  const files: Record<string, string | undefined> = {
    'pack.yaml': packYaml,
    'data/rows.csv': 'a,b\n1,2\n',
    'media/shop.png': 'PNG',
    'lessons/010-first/lesson.yaml': lessonYaml,
    'lessons/010-first/en/010-open.md':
      'Open the shop. ![The shop from the street](../../../media/shop.png)\n',
    'lessons/010-first/en/020-close.md': 'Close it. See [the data](../../../data/rows.csv).\n',
    ...changes,
  };
  return new Map(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

export const packYaml = `formatVersion: 1
id: 3f0e6a7e-51a2-4c0c-9f57-0f3a5a9f6d11
slug: small
version: 1.0.0
title: A small pack
authors: [Somebody]
licence: MIT
languages: [en]
minAppVersion: 0.1.0
`;

export const lessonYaml = `uuid: 0f4d1ed5-3f8a-4a57-9d0a-7e8f3f6f5a10
slug: first
title: First
teaches: [shops]
difficulty: beginner
status: draft
modes: [sandbox]
names:
  shop: shop-{suffix}
messages:
  closed: The shop is closed.
steps:
  - id: open
    title: Open
    minutes: 1
    text: 010-open
    hints: [Look for the door.]
    checks:
      - that: shop.is
        args: { shop: $shop }
        expect: open
        onFail: closed
    solve:
      - operation: shop.open
        with: { shop: $shop, goods: $file:data/rows.csv }
  - id: close
    title: Close
    minutes: 1
    text: 020-close
    checks:
      - that: quiz.answered
        args: { question: close }
    solve:
      - operation: shop.close
        with: { shop: $shop }
    quiz:
      question: When?
      kind: choice
      options: [At six, Never]
      answer: At six
      explanation: The sign says so.
`;
