import type { Page } from 'playwright-core';
import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import type { Reply } from '../../electron/contract/reply.ts';

/** Asks the browser host as the page itself would. Throws what the host answers in the place of a value. */
export async function callFromPage<Name extends CallName>(
  page: Page,
  name: Name,
  input: unknown,
): Promise<CallOutput<Name>> {
  const asked = JSON.stringify({ name, input });
  const reply = (await page.evaluate(
    `fetch('/api/call', { method: 'POST', body: ${JSON.stringify(asked)} }).then((response) => response.json())`,
  )) as Reply<CallOutput<Name>>;
  if (!reply.ok) throw new Error(`${reply.error.message} ${reply.error.hint}`);
  return reply.value;
}
