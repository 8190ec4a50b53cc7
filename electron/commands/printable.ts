const mostLineLength = 2000;

/**
 * A text as a terminal may show it: names and cells come from files, and control characters in them would drive
 * the terminal; a cell can be a megabyte long.
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
  return text
    .replaceAll(unseen, '\ufffd')
    .split('\n')
    .map((line) => (line.length > mostLineLength ? `${line.slice(0, mostLineLength)} …` : line))
    .join('\n');
}
