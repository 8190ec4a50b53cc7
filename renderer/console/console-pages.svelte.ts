import { EndpointConsole } from './endpoint-console.svelte.ts';
import type { Place } from './types.ts';

/** The parts of the console's page. */
export type ConsoleTab = 'test' | 'compare' | 'history' | 'monitor' | 'consume';
/** The ways of making a request. */
export type RequestTab = 'form' | 'json' | 'file' | 'what-if';

/** What the console's page shows: it stays as it was left while another page is looked at. */
class ConsolePages {
  current = $state.raw<EndpointConsole>();
  /** Whether another address is being entered. */
  isEntering = $state(false);
  tab = $state<ConsoleTab>('test');
  requestTab = $state<RequestTab>('form');
  private readonly known = new Map<string, EndpointConsole>();

  /** Goes to an endpoint; what was typed there before is still there. */
  async open(place: Place): Promise<void> {
    const key = keyOf(place);
    const found = this.known.get(key) ?? new EndpointConsole(place);
    this.known.set(key, found);
    this.current = found;
    this.isEntering = false;
    await found.open();
  }

  forget(place: Place): void {
    this.known.delete(keyOf(place));
    this.current = undefined;
  }
}

/** A place as the value of a choice. */
export function keyOf(place: Place): string {
  return 'endpoint' in place ? `endpoint:${place.endpoint}` : `url:${place.url}`;
}

export const consolePages = new ConsolePages();
