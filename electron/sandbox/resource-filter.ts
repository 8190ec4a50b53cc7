import { ArmError } from './arm-error.ts';

/** What a filter of a list may ask of a resource. */
export interface Filtered {
  readonly name: string;
  readonly resourceType?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface Tag {
  readonly tagName: string;
  readonly tagValue: string;
}

/** Deeper nesting is in no filter that anybody means. */
const mostDepth = 50;

type Test = (item: Filtered, tag: Tag | undefined) => boolean;

/**
 * Reads a $filter such as `resourceType eq 'Microsoft.KeyVault/vaults' and substringof('loan', name)`; `properties` says
 * which may be asked for. Comparisons with tagName and tagValue are about one and the same tag.
 * Error: InvalidFilterInQueryString.
 */
export function readFilter(text: string | null, properties: readonly string[]): (item: Filtered) => boolean {
  if (text === null || text.trim() === '') return () => true;
  const reader = new FilterReader(text, properties);
  const test = reader.read();
  return (item) => {
    const tags = Object.entries(item.tags).map(([tagName, tagValue]) => ({ tagName, tagValue }));
    return [undefined, ...tags].some((tag) => test(item, tag));
  };
}

/** Reads a filter from left to right; `and` binds closer than `or`. */
class FilterReader {
  private readonly text: string;
  private readonly words: string[];
  private readonly properties: readonly string[];
  private next = 0;
  private depth = 0;

  constructor(text: string, properties: readonly string[]) {
    this.text = text;
    this.properties = properties;
    this.words = text.match(/'(?:[^']|'')*'|[(),]|[^\s(),']+/g) ?? [];
    // A quote that nothing closes is in no word.
    if (text.replaceAll(/'(?:[^']|'')*'/g, '').includes("'")) throw this.refusal();
  }

  read(): Test {
    const test = this.either();
    if (this.next < this.words.length) throw this.refusal();
    return test;
  }

  private either(): Test {
    const tests = [this.both()];
    while (this.take('or')) tests.push(this.both());
    return tests.length === 1 ? tests[0] : (item, tag) => tests.some((test) => test(item, tag));
  }

  private both(): Test {
    const tests = [this.one()];
    while (this.take('and')) tests.push(this.one());
    return tests.length === 1 ? tests[0] : (item, tag) => tests.every((test) => test(item, tag));
  }

  private one(): Test {
    if (this.take('(')) {
      if (++this.depth > mostDepth) throw this.refusal();
      const inner = this.either();
      this.depth--;
      this.require(')');
      return inner;
    }
    if (this.take('substringof')) {
      this.require('(');
      const part = this.literal();
      this.require(',');
      const property = this.property();
      this.require(')');
      return (item, tag) => valueOf(property, item, tag)?.includes(part) ?? false;
    }
    if (this.take('startswith')) {
      this.require('(');
      const property = this.property();
      this.require(',');
      const part = this.literal();
      this.require(')');
      return (item, tag) => valueOf(property, item, tag)?.startsWith(part) ?? false;
    }
    const property = this.property();
    const isEqual = this.take('eq');
    if (!isEqual) this.require('ne');
    const wanted = this.literal();
    return (item, tag) => {
      const value = valueOf(property, item, tag);
      return value !== undefined && (value === wanted) === isEqual;
    };
  }

  private property(): string {
    const word = this.words[this.next++] as string | undefined;
    const known = this.properties.find((property) => property.toLowerCase() === word?.toLowerCase());
    if (known === undefined) throw this.refusal();
    return known;
  }

  /** A text between quotes, in lower case: Azure compares without it. */
  private literal(): string {
    const word = this.words[this.next++] as string | undefined;
    if (!word?.startsWith("'")) throw this.refusal();
    return word.slice(1, -1).replaceAll("''", "'").toLowerCase();
  }

  private take(word: string): boolean {
    const isNext = (this.words[this.next] as string | undefined)?.toLowerCase() === word;
    if (isNext) this.next++;
    return isNext;
  }

  private require(word: string): void {
    if (!this.take(word)) throw this.refusal();
  }

  private refusal(): ArmError {
    return new ArmError(
      400,
      'InvalidFilterInQueryString',
      `Invalid $filter '${this.text.slice(0, 300)}' specified in the query string.`,
    );
  }
}

function valueOf(property: string, item: Filtered, tag: Tag | undefined): string | undefined {
  const value = { ...item, ...tag }[property as 'name' | 'tagName'];
  return value?.toLowerCase();
}
