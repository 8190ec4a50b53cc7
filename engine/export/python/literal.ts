/** A line of code is broken where it would be longer than this. */
const widest = 100;

/**
 * A value as Python writes it: texts, numbers, booleans, null, lists, objects and maps. A map keeps its order where
 * an object would put numbers first. `column` is where it begins, and
 * `indent` what the lines after the first are indented by.
 */
export function pythonLiteral(value: unknown, { column = 0, indent = 0 } = {}): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value);
  if (typeof value === 'string') return pythonText(value);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries: [key: string, value: unknown][] = Array.isArray(value)
    ? value.map((item): [string, unknown] => ['', item])
    : (value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value)).map(
        ([key, item]) => [`${pythonText(key)}: `, item],
      );
  const inOneLine = open + entries.map(([key, item]) => key + flat(item)).join(', ') + close;
  if (entries.length === 0 || column + inOneLine.length <= widest) return inOneLine;
  const inner = indent + 4;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return `${open}\n${filledLines(value.map(flat), inner)}${' '.repeat(indent)}${close}`;
  }
  const lines = entries.map(([key, item]) => {
    const start = ' '.repeat(inner) + key;
    return `${start}${pythonLiteral(item, { column: start.length, indent: inner })},\n`;
  });
  return `${open}\n${lines.join('')}${' '.repeat(indent)}${close}`;
}

/** As many items to a line as it takes. */
function filledLines(items: readonly string[], indent: number): string {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  for (const item of items) {
    if (line.trim() !== '' && line.length + item.length + 1 > widest) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    line += `${item}, `;
  }
  return [...lines, line.trimEnd()].map((text) => `${text}\n`).join('');
}

const flat = (value: unknown): string => pythonLiteral(value, { column: -Infinity });

/** A finite number as Python reads it back. */
function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no literal in Python.`);
  return Object.is(value, -0) ? '-0.0' : String(value);
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A text as a literal in double quotes that ends where it seems to: quotes, backslashes, line ends and all that is
 * invisible or turns the direction of writing are escaped.
 */
export function pythonText(text: string): string {
  return `"${escapeInvisible(text.replaceAll(/["\\\n\r\t]/g, (character) => shortEscapes[character]))}"`;
}

/** A text on one line of a comment: line ends become blanks, what is invisible is escaped. */
export function commentText(text: string): string {
  return escapeInvisible(text.replaceAll(/\s+/g, ' ').trim());
}

/** Control, format and private characters, lone surrogates, and blanks other than the usual one. */
function escapeInvisible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Z}]/gu, (character) => {
    if (character === ' ') return character;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A comment of one or more lines, none too long. */
export function commentLines(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of commentText(text).split(' ')) {
    if (line.length > 1 && line.length + 1 + word.length > widest) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
