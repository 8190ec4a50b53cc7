/** Whether a text fits a pattern, in which each `wild` stands for any characters; in time that grows with their length. */
export function fitsPattern(text: string, pattern: string, wild: string): boolean {
  const [first, ...others] = pattern.split(wild);
  if (!text.startsWith(first)) return false;
  if (others.length === 0) return text === first;
  const last = others.pop() ?? '';
  let position = first.length;
  for (const part of others) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.endsWith(last) && text.length - last.length >= position;
}
