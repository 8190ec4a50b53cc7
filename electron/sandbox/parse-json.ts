/** Deeper nesting is in no request that anybody means. */
const mostDepth = 200;

/** Reads JSON that is not nested too deep. Error: `SyntaxError`. */
export function parseJson(text: string): unknown {
  // What is shorter cannot be nested deeper and be whole.
  if (text.length > 2 * mostDepth) checkDepth(text);
  return JSON.parse(text) as unknown;
}

function checkDepth(text: string): void {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isInText) {
      if (character === '\\') i++;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '[' || character === '{') {
      if (++depth > mostDepth) throw new SyntaxError(`It is nested more than ${mostDepth} levels deep.`);
    } else if (character === ']' || character === '}') depth--;
  }
}

const token =
  /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\/|(,)(?=\s*[}\]])|([A-Za-z_$][\w$]*)(?=\s*:)|[A-Za-z_$][\w$]*|[^"/,A-Za-z_$]+|,/y;

/**
 * JSON as Azure Resource Manager reads it, made strict: comments and commas at an end go, names get their quotes.
 * `undefined` where it is not even that. `az` sends templates so.
 */
export function tightenJson(text: string): string | undefined {
  const parts: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return undefined;
    const [whole, string, lastComma, name] = match;
    if (whole.startsWith('/') || lastComma !== undefined) continue;
    parts.push(name === undefined ? (string ?? whole) : `"${name}"`);
  }
  return parts.join('');
}
