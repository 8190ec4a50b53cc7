import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { callFromPage } from './call-from-page.ts';
import { noChromium, openBrowser, screenshots, serveApp, type ServedApp } from './setup.ts';

const pack = 'loan-approval';

/** A table of the lesson's columns that takes a while to upload. */
function largeTable(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'guidepost-test-')), 'large.csv');
  onTestFinished(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  const rows = 900_000;
  const row = 'LP001002,Male,No,0,Graduate,No,5849,0,146,360,1,Urban,Y\n';
  const header =
    'Loan_ID,Gender,Married,Dependents,Education,Self_Employed,ApplicantIncome,CoapplicantIncome,LoanAmount,Loan_Amount_Term,Credit_History,Property_Area,Loan_Status\n';
  writeFileSync(file, header + row.repeat(rows));
  return file;
}

describe.skipIf(noChromium !== '')(`what goes wrong is said where it happens${noChromium}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  let app: ServedApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    app = await serveApp(folder);
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await callFromPage(page, 'step.show', { pack, step: 'look' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const press = (name: string): Promise<void> =>
    page.locator('main').getByRole('button', { name, exact: true }).first().click();

  async function goTo(title: string): Promise<void> {
    await page.getByRole('navigation').getByRole('button', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  }

  async function setFault(fault: object): Promise<void> {
    const body = JSON.stringify(fault);
    await fetch(`${app.sandbox}/sandbox/faults/test`, { method: 'PUT', body });
  }

  const clearFault = (): Promise<Response> =>
    fetch(`${app.sandbox}/sandbox/faults/test`, { method: 'DELETE' });

  const alert = (): Promise<string> => page.locator('main').getByRole('alert').first().innerText();

  it('a name that Azure does not take is marked as one types, and kept', async () => {
    await goTo('Create the workspace');
    const name = page.getByLabel('Workspace name');
    const right = await name.inputValue();
    await name.fill('a!');
    await page.getByText('Azure takes: 3 to 33 letters').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Review and create' }).isDisabled()).toBe(true);
    await page.screenshot({ path: path.join(screenshots, 'fault-field.png') });
    expect(await name.inputValue()).toBe('a!');
    await name.fill(right);
  });

  it('a name that somebody else has taken is marked at its field when Azure is asked', async () => {
    const group = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-other';
    const account = `${group}/providers/Microsoft.Storage/storageAccounts/stmlwtaken`;
    const body = { location: 'westeurope', sku: { name: 'Standard_LRS' }, kind: 'StorageV2' };
    for (const id of [group, account]) {
      await fetch(`${app.sandbox}${id}?api-version=2022-09-01`, {
        method: 'PUT',
        headers: { authorization: 'Bearer other', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    }
    await page.getByText('Created beside it').click();
    const field = page.getByLabel('Storage account');
    const right = await field.inputValue();
    await field.fill('stmlwtaken');
    await press('Review and create');
    await page.getByText('The storage account named stmlwtaken is already taken.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('stmlwtaken');
    await page.screenshot({ path: path.join(screenshots, 'fault-taken.png') });
    await field.fill(right);
  });

  it('a question that Azure does not answer is told, and what was typed is kept', async () => {
    const right = await page.getByLabel('Workspace name').inputValue();
    const operation = 'StorageAccounts_CheckNameAvailability';
    await setFault({ operation, kind: 'throttled', times: 20, retryAfterSeconds: 0 });
    await press('Review and create');
    expect(await alert()).toMatch(/throttled[^]*Wait a minute and try again/);
    expect(await page.getByLabel('Workspace name').inputValue()).toBe(right);
    await clearFault();
  });

  it.each([
    [
      'a deleted vault in the way',
      { operation: 'Vaults_CreateOrUpdate', kind: 'soft-deleted-name' },
      /in deleted state[^]*Choose another name, or purge the deleted one/,
    ],
    [
      'too many calls',
      { operation: 'Workspaces_CreateOrUpdate', kind: 'throttled', times: 20, retryAfterSeconds: 0 },
      /throttled[^]*Wait a minute and try again/,
    ],
    [
      'a connection that is cut',
      { operation: 'Vaults_CreateOrUpdate', kind: 'connection-cut', times: 20 },
      /Look whether you are online, and try again/,
    ],
  ])(
    '%s: the message has a way out, what was typed is kept, and trying again succeeds',
    async (_, fault, text) => {
      await goTo('Look at the table first');
      await goTo('Create the workspace');
      await press('Review and create');
      await setFault(fault);
      await press('Create');
      expect(await alert()).toMatch(text);
      await page.screenshot({ path: path.join(screenshots, `fault-${fault.kind}.png`) });
      expect(await page.getByText('mlw-loans-').first().innerText()).toMatch(/^mlw-loans-/);
      await clearFault();
    },
  );

  it('trying again after all of this succeeds', async () => {
    await press('Create');
    await page.locator('footer .button.primary').waitFor();
  });

  it('a quota that is used up says how to go on', async () => {
    await callFromPage(page, 'step.show', { pack, step: 'data-asset' });
    await goTo('Get machines');
    await setFault({ operation: 'Compute_CreateOrUpdate', kind: 'quota-exceeded' });
    await press('Create the cluster');
    expect(await alert()).toMatch(/quota[^]*Choose a smaller size or fewer machines/);
    await page.screenshot({ path: path.join(screenshots, 'fault-quota.png') });
    await press('Create the cluster');
    await page.locator('.tag.pass', { hasText: 'done' }).first().waitFor();
  });

  it('an operation that fails in the middle is told, and can be repeated', async () => {
    await setFault({
      operation: 'Compute_CreateOrUpdate',
      kind: 'operation-fails',
      code: 'AllocationFailed',
      message: 'No machine came.',
    });
    await press('Create the instance');
    expect(await alert()).toContain('No machine came.');
    await press('Create the instance');
    await page.locator('.tag.pass', { hasText: 'done' }).nth(1).waitFor();
  });

  it('a file that is no table is refused in a sentence, and the table stays', async () => {
    await goTo('Upload the table');
    const chooser = page.locator('input[type=file]');
    await chooser.setInputFiles({
      name: 'picture.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
    });
    expect(await alert()).toMatch(/picture\.csv/);
    await chooser.setInputFiles({
      name: 'other.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Loan_ID,Income\n1,2\n2,3\n'),
    });
    await page
      .getByRole('alert')
      .getByText(/other\.csv has no column Gender/)
      .waitFor();
    await page.getByText('loans.csv', { exact: true }).first().waitFor();
    await page.screenshot({ path: path.join(screenshots, 'fault-file.png') });
  });

  it('an upload is paused, left, found again, and goes on', async () => {
    await page.locator('input[type=file]').setInputFiles(largeTable());
    await page.getByText('large.csv').waitFor();
    await press('Upload');
    await press('Pause');
    await page.getByText('Paused. What has arrived stays there.').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'upload-paused.png') });
    await goTo('Get machines');
    await goTo('Upload the table');
    await page.getByText('Paused. What has arrived stays there.').waitFor();
    await press('Resume');
    await page.locator('footer .button.primary').waitFor();
  }, 60_000);

  it('a host that has gone is told', async () => {
    await app.stop('SIGKILL');
    await goTo('Get machines');
    await page.getByText('Guidepost does not answer.').waitFor();
    await page.getByText('Start it again; what was done is saved.').waitFor();
    await page.screenshot({ path: path.join(screenshots, 'fault-host.png') });
  });
});
