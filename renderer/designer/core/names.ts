/** The name of a drawing as the host keeps it: letters, digits and dashes of its title, and taken by no other. */
export function freeDrawingName(title: string, taken: readonly string[]): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  const wanted = words === '' ? 'pipeline' : words;
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${wanted}-${number}`;
  return name;
}
