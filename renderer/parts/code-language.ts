import { json } from '@codemirror/lang-json';
import { python } from '@codemirror/lang-python';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { csharp } from '@codemirror/legacy-modes/mode/clike';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import { r } from '@codemirror/legacy-modes/mode/r';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The languages that the editor colours. */
export type CodeLanguage = 'json' | 'python' | 'yaml' | 'javascript' | 'csharp' | 'r' | 'shell' | 'text';

const languages: Readonly<Record<CodeLanguage, () => Extension>> = {
  json,
  python,
  yaml,
  javascript: () => StreamLanguage.define(javascript),
  csharp: () => StreamLanguage.define(csharp),
  r: () => StreamLanguage.define(r),
  shell: () => StreamLanguage.define(shell),
  text: () => [],
};

/** What makes an editor know a language. */
export function languageExtension(language: CodeLanguage): Extension {
  return languages[language]();
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], color: 'var(--plot-3)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--accent-text)' },
  { tag: [tags.number, tags.literal], color: 'var(--sand)' },
  { tag: [tags.comment, tags.meta], color: 'var(--ink-3)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: 'var(--azure)' },
  { tag: [tags.function(tags.variableName), tags.className], color: 'var(--plot-4)' },
]);

/** The page's own colours and type: its custom properties reach into the editor's shadow. */
export const codeTheme: Extension = [
  syntaxHighlighting(colours),
  EditorView.theme({
    '&': { color: 'var(--ink)', backgroundColor: 'var(--card)', height: '100%', fontSize: '0.8125rem' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
    '.cm-gutters': { backgroundColor: 'var(--card)', color: 'var(--ink-3)', border: 'none' },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
    '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
      backgroundColor: 'var(--accent-soft)',
    },
  }),
];
