import type { Page } from 'playwright-core';
import { callFromPage } from './call-from-page.ts';

/** Opens the console at the lesson's endpoint, which is deployed first; returns the endpoint's name. */
export async function openConsole(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^(Begin|开始)$/ }).click();
  await callFromPage(page, 'step.show', { pack: 'loan-approval', step: 'deploy' });
  await page.getByRole('button', { name: /^(Endpoints|终结点)$/ }).click();
  await page.getByRole('group', { name: /^(Deployment|部署)$/ }).waitFor();
  const { endpoints } = await callFromPage(page, 'endpoint.list', {});
  return endpoints[0].name;
}
