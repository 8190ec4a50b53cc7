import type { OperationOutput } from '../../contract/operations.ts';
import type { Store } from '../../store/store.ts';

/** One request of the learner's and what came back. */
export type HistoryEntry = OperationOutput<'endpoint.history'>['entries'][number];

const mostEntries = 200;
/** Longer bodies are not kept. */
const mostCharacters = 20_000;

/**
 * What the console remembers: what was asked of which endpoint, other addresses, hosts that the learner trusts. Keys of
 * other addresses live in memory alone.
 */
export class ConsoleState {
  private readonly store: Store;
  private readonly inWorld: (key: string) => string;
  private readonly keys = new Map<string, string>();

  constructor(store: Store, inWorld: (key: string) => string) {
    this.store = store;
    this.inWorld = inWorld;
  }

  /** The requests at a place, the newest first. */
  history(place: string): HistoryEntry[] {
    return this.historyKeys(place)
      .map((key) => this.store.get(key) as unknown as HistoryEntry)
      .reverse();
  }

  /** Notes a request; the oldest is forgotten where there are too many. */
  note(place: string, entry: Omit<HistoryEntry, 'id' | 'at'>): void {
    const keys = this.historyKeys(place);
    const last = Number(keys.at(-1)?.split('/').at(-1) ?? 0);
    const id = String(last + 1).padStart(9, '0');
    const document = {
      ...entry,
      id,
      at: new Date().toISOString(),
      request: shortOrNull(entry.request),
      response: shortOrNull(entry.response),
    };
    this.store.batch([
      { key: this.historyPrefix(place) + id, value: document },
      ...keys.slice(0, Math.max(0, keys.length + 1 - mostEntries)).map((key) => ({ key })),
    ]);
  }

  clearHistory(place: string): void {
    this.store.batch(this.historyKeys(place).map((key) => ({ key })));
  }

  /** Addresses that are not of the workspace, in the order in which they were entered. */
  addresses(): string[] {
    return this.store
      .keys('address/')
      .map((key) => this.store.get(key) as { url: string; at: string })
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ url }) => url);
  }

  noteAddress(url: string): void {
    const key = `address/${encodeURIComponent(url)}`;
    if (this.store.get(key) === undefined) this.store.put(key, { url, at: new Date().toISOString() });
  }

  forgetAddress(url: string): void {
    this.keys.delete(url);
    this.store.delete(`address/${encodeURIComponent(url)}`);
  }

  isTrusted(host: string): boolean {
    return this.store.get(`trusted-host/${host}`) !== undefined;
  }

  trust(host: string): void {
    this.store.put(`trusted-host/${host}`, new Date().toISOString());
  }

  /** The key of an address, for as long as the host runs. */
  key(url: string): string | undefined {
    return this.keys.get(url);
  }

  setKey(url: string, key: string): void {
    if (key === '') this.keys.delete(url);
    else this.keys.set(url, key);
  }

  private historyKeys(place: string): string[] {
    return this.store.keys(this.historyPrefix(place)).sort();
  }

  private historyPrefix(place: string): string {
    return `${this.inWorld('request-history')}/${encodeURIComponent(place)}/`;
  }
}

function shortOrNull(text: string | null): string | null {
  return text === null || text.length > mostCharacters ? null : text;
}

/** Enough of a key to recognise it. */
export function maskKey(key: string): string {
  return `••••••${key.length > 8 ? key.slice(-3) : ''}`;
}
