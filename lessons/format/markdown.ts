/** A link or a picture in a text. */
export interface MarkdownLink {
  readonly kind: 'link' | 'picture';
  readonly target: string;
  /** The words of a link, the alternative text of a picture. */
  readonly text: string;
  readonly line: number;
}

/** What a text in Markdown refers to. */
export interface MarkdownParts {
  readonly links: readonly MarkdownLink[];
  /** The lines with raw HTML. */
  readonly html: readonly number[];
}

// Lengths are bounded: a text of a stranger must not keep a search busy.
const inlineLink = /(!?)\[([^[\]]{0,400})\]\(\s{0,4}<?([^\s()<>]{0,400})>?(?:\s[^()]{0,200})?\)/g;
const definition = /^ {0,3}\[([^[\]]{1,200})\]:\s{0,4}<?([^\s<>]{1,400})/;
const autolink = /<((?:https?|mailto|ftp|file|javascript|data):[^\s<>]{0,400})>/gi;
const tag = /<(?:\/?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,400})?\/?>|!--|!\[CDATA|\?)/;

/** Reads the links, pictures and raw HTML of a text; code is left out. */
export function readMarkdown(text: string): MarkdownParts {
  const links: MarkdownLink[] = [];
  const html: number[] = [];
  let fence = '';
  text.split(/\r\n|\r|\n/).forEach((written, index) => {
    const number = index + 1;
    const [, marks = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(written) ?? [];
    if (fence !== '') {
      if (marks.startsWith(fence) && written.trim() === marks) fence = '';
      return;
    }
    if (marks !== '') {
      fence = marks;
      return;
    }
    const line = withoutCode(written);
    for (const [, mark, label, target] of line.matchAll(inlineLink)) {
      links.push({ kind: mark === '!' ? 'picture' : 'link', target, text: label.trim(), line: number });
    }
    const [, label, target] = definition.exec(line) ?? [];
    if (target !== undefined) links.push({ kind: 'link', target, text: label, line: number });
    for (const [, address] of line.matchAll(autolink)) {
      links.push({ kind: 'link', target: address, text: address, line: number });
    }
    if (tag.test(line.replaceAll(autolink, ''))) html.push(number);
  });
  return { links, html };
}

/** A line without its code spans. */
function withoutCode(line: string): string {
  if (!line.includes('`')) return line;
  const parts = line.split(/(`+)/);
  let kept = '';
  for (let i = 0; i < parts.length; i++) {
    const isMark = i % 2 === 1;
    const end = isMark ? parts.indexOf(parts[i], i + 2) : -1;
    if (end > 0 && end % 2 === 1) {
      kept += 'code';
      i = end;
    } else kept += parts[i];
  }
  return kept;
}
