/** Line ends for some languages, and halves of characters: they are escaped, so that a text stays one line of code. */
const unsafe =
  /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A value as JSON that is safe inside the sources of other languages, and means the same. */
export function safeJson(value: unknown, indent?: number): string {
  return escapeUnsafe(JSON.stringify(value, null, indent));
}

function escapeUnsafe(json: string): string {
  return json.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text in double quotes; JSON's escapes are those of Python, C#, JavaScript and R, too. */
export function quoted(text: string): string {
  return safeJson(text);
}

/** A value as Python writes it. */
export function pythonLiteral(value: unknown, indent: number): string {
  const inner = ' '.repeat(indent + 4);
  const end = ' '.repeat(indent);
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return safeJson(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `${inner}${pythonLiteral(item, indent + 4)},\n`).join('')}${end}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${inner}${quoted(key)}: ${pythonLiteral(item, indent + 4)},\n`);
  return `{\n${lines.join('')}${end}}`;
}

/** A value as JavaScript writes it: a key named __proto__ would set the prototype and be lost. */
export function javascriptLiteral(value: unknown, indent: number): string {
  const inner = ' '.repeat(indent + 2);
  const end = ' '.repeat(indent);
  if (typeof value !== 'object' || value === null) return safeJson(value ?? null);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((item) => javascriptLiteral(item, indent + 2))
    : Object.entries(value).map(([key, item]) => {
        const name = key === '__proto__' ? `[${quoted(key)}]` : quoted(key);
        return `${name}: ${javascriptLiteral(item, indent + 2)}`;
      });
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${end}${close}`;
}

/** A text as a raw string of C#: with more quotes around it than it has in a row. */
export function csharpRaw(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/"+/g), ([run]) => run.length));
  const marks = '"'.repeat(Math.max(3, longest + 1));
  return `${marks}\n${text}\n${marks}`;
}

/** A text as a raw string of R: with more dashes in its ends than it has behind a bracket. */
export function rRaw(text: string): string {
  let dashes = '---';
  while (text.includes(`)${dashes}"`)) dashes += '-';
  return `r"${dashes}(${text})${dashes}"`;
}

/** A text in single quotes, as the shell reads it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Whether a text can stand in a raw string as it is. */
export function isPlain(text: string): boolean {
  // A carriage return does not survive every editor.
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.search(unsafe) < 0;
}
