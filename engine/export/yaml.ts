/** A value that YAML holds. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | YamlMapping;

/** Values by their keys. */
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/**
 * A value as YAML in block style, for both versions of YAML: a text that could be read as anything else stands in
 * quotes. Source: https://yaml.org/spec/1.2.2/
 */
export function toYaml(value: YamlMapping): string {
  return mapping(value, 0);
}

function mapping(value: YamlMapping, indent: number): string {
  const blanks = ' '.repeat(indent);
  return Object.entries(value)
    .map(([key, item]) => `${blanks}${scalar(key)}:${nested(item, indent)}`)
    .join('');
}

/** What follows a key's colon or a list's dash. */
function nested(value: YamlValue, indent: number): string {
  if (typeof value !== 'object') return ` ${scalar(value)}\n`;
  if (isList(value)) {
    if (value.length === 0) return ' []\n';
    const dash = `${' '.repeat(indent + 2)}-`;
    return `\n${value.map((item) => `${dash}${nested(item, indent + 2)}`).join('')}`;
  }
  return Object.keys(value).length === 0 ? ' {}\n' : `\n${mapping(value, indent + 2)}`;
}

const isList = (value: object): value is readonly YamlValue[] => Array.isArray(value);

function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  if (isPlain(value)) return value;
  // Single quotes know no escapes: fit for JSON, which is full of double quotes.
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(value) ? doubleQuoted(value) : `'${value.replaceAll("'", "''")}'`;
}

/** Words, paths and bindings such as `${{parent.inputs.loans}}`; nothing that looks like a number, a date or a boolean. */
function isPlain(text: string): boolean {
  if (/^(y|n|yes|no|on|off|true|false|null|nan|inf|infinity)$/i.test(text)) return false;
  return /^(?:\$?[A-Za-z_][\w./-]*|azureml:[\w./@:-]*\w|https:[\w./-]+|\$\{\{[\w.-]+\}\})$/.test(text);
}

/** JSON's escapes are YAML's too, but for lone halves of characters, which YAML has no place for. */
function doubleQuoted(text: string): string {
  const escaped = text.toWellFormed().replaceAll(/["\\]|[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
