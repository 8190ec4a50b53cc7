/** What is wrong with a text that should be JSON, and where: the first place at which it cannot go on. */
export interface JsonFault {
  readonly kind:
    | 'empty'
    | 'value'
    | 'key'
    | 'colon'
    | 'comma-or-end'
    | 'text-not-closed'
    | 'escape'
    | 'number'
    | 'more'
    | 'too-deep';
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The line in which it is. */
  readonly text: string;
}

const deepest = 500;

class Fault extends Error {
  readonly kind: JsonFault['kind'];
  readonly offset: number;
  constructor(kind: JsonFault['kind'], offset: number) {
    super(kind);
    this.kind = kind;
    this.offset = offset;
  }
}

/**
 * Looks through a text as JSON; `undefined` where it is. What is said here is said in the page's language and names the
 * place, which the messages of browsers do each in its own way.
 * Source: https://www.rfc-editor.org/rfc/rfc8259
 */
export function findJsonFault(text: string): JsonFault | undefined {
  try {
    new Scanner(text).whole();
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { kind, offset } = error;
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    return { kind, offset, line, column: (before.at(-1)?.length ?? 0) + 1, text: text.split('\n')[line - 1] };
  }
}

class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): void {
    this.blanks();
    if (this.at === this.text.length) throw new Fault('empty', this.at);
    this.value(0);
    this.blanks();
    if (this.at < this.text.length) throw new Fault('more', this.at);
  }

  private value(depth: number): void {
    if (depth > deepest) throw new Fault('too-deep', this.at);
    const next = this.text[this.at];
    if (next === '{') return this.members(depth);
    if (next === '[') return this.items(depth);
    if (next === '"') return this.string();
    const word = /^(true|false|null)(?!\w)/.exec(this.text.slice(this.at, this.at + 6))?.[0];
    if (word !== undefined) this.at += word.length;
    else if (next !== undefined && /[-\d]/.test(next)) this.number();
    else throw new Fault('value', this.at);
  }

  private members(depth: number): void {
    this.list('}', () => {
      if (this.text[this.at] !== '"') throw new Fault('key', this.at);
      this.string();
      this.blanks();
      if (this.text[this.at] !== ':') throw new Fault('colon', this.at);
      this.at++;
      this.blanks();
      this.value(depth + 1);
    });
  }

  private items(depth: number): void {
    this.list(']', () => this.value(depth + 1));
  }

  /** Parts with commas between them, up to the bracket that ends them. */
  private list(end: string, part: () => void): void {
    this.at++;
    this.blanks();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      part();
      this.blanks();
      const next = this.text[this.at];
      if (next !== ',' && next !== end) throw new Fault('comma-or-end', this.at);
      this.at++;
      if (next === end) return;
      this.blanks();
    }
  }

  private string(): void {
    const start = this.at;
    this.at++;
    for (;;) {
      const next = this.text[this.at];
      if (next === undefined || next < ' ') throw new Fault('text-not-closed', start);
      this.at++;
      if (next === '"') return;
      if (next !== '\\') continue;
      const escape = /^(["\\/bfnrt]|u[\da-fA-F]{4})/.exec(this.text.slice(this.at, this.at + 5))?.[0];
      if (escape === undefined) throw new Fault('escape', this.at - 1);
      this.at += escape.length;
    }
  }

  private number(): void {
    const pattern = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    const after = this.text[this.at + (found?.length ?? 0)];
    if (found === undefined || (after !== undefined && /[\w.+-]/.test(after)))
      throw new Fault('number', this.at);
    this.at += found.length;
  }

  private blanks(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }
}
