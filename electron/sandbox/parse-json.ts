/** Deeper nesting is in no request that anybody means. */
const mostDepth = 200;

/** Reads JSON that is not nested too deep. Error: `SyntaxError`. */
export function parseJson(text: string): unknown {
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
  return JSON.parse(text) as unknown;
}
