import { getLocale } from '../paraglide/runtime.js';
import type { Translator } from './translator.ts';

let translator: Translator | undefined;

/** Brings the catalogue of what the host says, where the page is in another language than the host. */
export async function loadHostText(): Promise<void> {
  if (getLocale() === 'en') return;
  const [{ Translator }, { default: catalogue }] = await Promise.all([
    import('./translator.ts'),
    import('../messages/host.zh.json'),
  ]);
  translator = new Translator(catalogue);
}

/** A sentence of the host in the page's language; what the catalogue does not have stays as it is. */
export function hostText(text: string): string {
  return translator?.translate(text) ?? text;
}

/** The same for texts of several lines, such as logs. */
export function hostLines(text: string): string {
  return translator ? text.split('\n').map(hostText).join('\n') : text;
}
