import { besideEachOther, fillPlaces, parseTemplate, type Kind, type Template } from './template.ts';

/** A text in the other language, and how many of its letters the catalogue knew. */
interface Found {
  readonly text: string;
  readonly weight: number;
}

/** Longer texts are logs and documents, not sentences. */
const longestText = 1500;
/** How often a sentence may hold another one. */
const deepest = 5;
const mostKept = 2000;

/**
 * Translates whole sentences by a catalogue. A key is an English sentence; in it stands for what varies
 * - `{name}`: any text, taken over as it is; `{name:word}` without blanks, `{name:number}` a number,
 * - `{name:omit}`: a word that the translation leaves out,
 * - `{name:term}`: a word of the catalogue; `{name:text}`: also a sentence with places; `{name:maybe}`: either, or none,
 * - `{name:list}`: "a, b and c", of names; `{name:texts}`: the same of texts that the catalogue may have.
 *
 * Where several sentences fit, the one that leaves the least in English is taken; where none fits, the text stays.
 */
export class Translator {
  private readonly exact = new Map<string, string>();
  private readonly templates: Template[] = [];
  private readonly known = new Map<string, Found | undefined>();

  constructor(catalogue: Readonly<Record<string, string>>) {
    for (const [english, translation] of Object.entries(catalogue)) {
      const template = parseTemplate([english, translation]);
      if (template.kinds.size > 0) this.templates.push(template);
      else this.exact.set(english, translation);
    }
  }

  translate(text: string): string {
    return this.find(text, 0)?.text ?? text;
  }

  private find(text: string, depth: number): Found | undefined {
    const exact = this.exact.get(text);
    if (exact !== undefined) return { text: exact, weight: text.length };
    if (depth > deepest || text.length > longestText || text.length < 2) return undefined;
    if (this.known.has(text)) return this.known.get(text);
    const found = this.best(text, depth);
    // What was not found this deep may be found where it stands alone.
    if (depth === 0 || found) {
      if (this.known.size >= mostKept) this.known.clear();
      this.known.set(text, found);
    }
    return found;
  }

  private best(text: string, depth: number): Found | undefined {
    let best = this.sentences(text, depth);
    for (const template of this.templates) {
      const found = this.fill(template, text, depth);
      if (found && found.weight > (best?.weight ?? 0)) best = found;
    }
    return best;
  }

  private fill(template: Template, text: string, depth: number): Found | undefined {
    if (!template.literals.every((literal) => text.includes(literal))) return undefined;
    const groups = template.pattern.exec(text)?.groups;
    if (!groups) return undefined;
    const values: Record<string, string> = {};
    let { weight } = template;
    for (const [name, kind] of template.kinds) {
      const value = this.value(groups[name], kind, depth + 1);
      if (!value) return undefined;
      values[name] = value.text;
      weight += value.weight;
    }
    return { text: fillPlaces(template.translation, values), weight };
  }

  private value(text: string, kind: Kind, depth: number): Found | undefined {
    const unchanged = { text, weight: 0 };
    switch (kind) {
      case 'term': {
        const term = this.exact.get(text);
        return term === undefined ? undefined : { text: term, weight: text.length };
      }
      case 'text':
        return this.find(text, depth);
      case 'maybe':
        return this.find(text, depth) ?? unchanged;
      case 'list':
      case 'texts':
        return this.list(text, kind, depth);
      case 'any':
      case 'word':
      case 'omit':
      case 'number':
        return unchanged;
    }
  }

  private list(text: string, kind: 'list' | 'texts', depth: number): Found {
    const separators: Readonly<Record<string, string>> = { ', ': '、', ' and ': ' 和 ', ' or ': ' 或 ' };
    let weight = 0;
    const parts = text.split(/(, | and | or )/).map((part) => {
      if (Object.hasOwn(separators, part)) return separators[part];
      // A long list ends with how many more there are.
      const isSentence = kind === 'texts' || /^[\d,]+ more$/.test(part);
      const found = isSentence ? this.find(part, depth) : undefined;
      weight += found?.weight ?? 0;
      // Quotes of the page's own language stand without blanks around them.
      return found?.text ?? part.replace(/^"(.*)"$/, '“$1”');
    });
    return { text: parts.reduce(besideEachOther, ''), weight };
  }

  /** Several sentences in a row, each of which the catalogue has. */
  private sentences(text: string, depth: number): Found | undefined {
    const parts = text.split(/(?<=[.?!]) (?=["A-Z])/);
    for (let count = parts.length - 1; count > 0; count--) {
      const head = this.find(parts.slice(0, count).join(' '), depth + 1);
      const tail = head && this.find(parts.slice(count).join(' '), depth + 1);
      if (tail) return { text: head.text + tail.text, weight: head.weight + tail.weight };
    }
    return undefined;
  }
}
