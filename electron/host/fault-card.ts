import { parse, stringify } from 'yaml';
import { faultCardSchema, faultSchema, type FaultCard } from '../contract/fault-card.ts';
import { faultCardNotValid } from './fault-errors.ts';

/** A longer card would take long to be read, and is none. */
const mostCharacters = 200_000;

/** Reads a card of faults: YAML or JSON. Error: `fault-card-not-valid`, with the place in the file. */
export function parseFaultCard(file: string, text: string): FaultCard {
  if (text.length > mostCharacters) {
    throw faultCardNotValid(file, '', 'it is too long for a fault card');
  }
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw faultCardNotValid(file, '', (error as Error).message.split('\n')[0].replace(/[.:]+$/, ''));
  }
  const parsed = faultCardSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw faultCardNotValid(file, path.join('.'), message.replace(/[.:]+$/, ''));
}

/** Writes a card as YAML; what is as it would be without a word is left out. */
export function formatFaultCard({ title, task, faults }: FaultCard): string {
  const brief = Object.entries(faults).map(([name, fault]) => {
    const { operation, kind } = fault;
    const usual: Readonly<Record<string, unknown>> = faultSchema.parse({ operation, kind });
    const own = Object.entries(fault).filter(
      ([key, value]) => ['operation', 'kind'].includes(key) || (value !== undefined && value !== usual[key]),
    );
    return [name, Object.fromEntries(own)];
  });
  return stringify({
    title,
    ...(task !== undefined && { task }),
    faults: Object.fromEntries(brief) as object,
  });
}

/** The name of a card's file, made of its title. */
export function faultCardFile({ title }: FaultCard): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${words.slice(0, 60) || 'faults'}.yaml`;
}
