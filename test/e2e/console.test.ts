import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { readCsv } from '../../engine/table/csv/read-csv.ts';
import { columnNames } from '../../engine/table/table.ts';
import { temporaryFolder } from '../support/cli.ts';
import { callFromPage } from './call-from-page.ts';
import { openConsole } from './console-page.ts';
import { keyboard } from './hands.ts';
import { inBrowser } from './in-browser.ts';
import { keepPicture, noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

const loans = path.resolve(import.meta.dirname, '../../lessons/packs/loan-approval/data/loans.csv');

/** Keeps a picture of a page, and what axe finds on it. */
async function check(page: Page, name: string, found: string[]): Promise<void> {
  await page.screenshot({ path: path.join(screenshots, `console-${name}.png`) });
  found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
}

/** The lesson's table with incomes that have risen. */
function richerLoans(factor: number): string {
  const [header, ...lines] = readFileSync(loans, 'utf8').trimEnd().split('\n');
  const at = header.split(',').indexOf('ApplicantIncome');
  const risen = lines.map((line) => {
    const cells = line.split(',');
    cells[at] = String(Number(cells[at]) * factor);
    return cells.join(',');
  });
  const file = path.join(temporaryFolder(), 'richer.csv');
  writeFileSync(file, [header, ...risen].join('\n'));
  return file;
}

it.skipIf(noChromium !== '')(
  `an endpoint is asked by form, JSON and what-if, compared, and written as code${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      const found: string[] = [];
      const endpoint = await openConsole(page);
      const main = page.locator('main');
      await check(page, 'form', found);

      // The form is the model's: typical values of the training data, and what lies outside is said at the field.
      expect(await main.getByLabel('Property_Area').inputValue()).toBe('Semiurban');
      await main.getByLabel('LoanAmount').fill('a lot');
      await main.getByText('Write a number such as 12.5').waitFor();
      expect(await main.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
      await main.getByLabel('LoanAmount').fill('9000');
      await main.getByText('Outside the training data').waitFor();
      await main.getByLabel('LoanAmount').fill('128');
      await main.getByRole('radio', { name: /^green/ }).check();
      await main.getByRole('button', { name: 'Send', exact: true }).click();
      await main.getByText(/^probability of Y: 0\.\d{3}$/).waitFor();
      await check(page, 'answer', found);
      await main.getByRole('button', { name: 'Copy' }).click();
      await main.getByLabel('Credit_History').fill('0');
      await main.getByLabel('Credit_History').press('Enter');
      await main.getByText('Credit_History 0').waitFor();
      await main.getByRole('tab', { name: 'Timing' }).click();
      await main.getByText('Until the answer began').waitFor();
      await check(page, 'earlier', found);
      keepPicture('console-earlier.png', 'console.png');
      await main.getByRole('tab', { name: 'Headers' }).click();
      await main.getByText('azureml-model-deployment').waitFor();

      await main.getByRole('tab', { name: 'JSON' }).first().click();
      await main.getByLabel('Format').selectOption('input_data');
      await main.getByText('Well formed').waitFor();
      await check(page, 'json', found);
      await main.getByRole('button', { name: 'Send', exact: true }).click();
      await main.getByText('Well formed').waitFor();

      // What-if: the curve's points are what the endpoint says of these rows.
      await main.getByRole('tab', { name: 'What-if' }).click();
      await main.getByLabel('Input').selectOption('Credit_History');
      await main.getByText('What if Credit_History were another').first().waitFor();
      const asked = await callFromPage(page, 'endpoint.history', { endpoint });
      const { response } = JSON.parse(
        JSON.stringify({ response: JSON.parse(asked.entries[1].response ?? '') as unknown }),
      ) as { response: { Results: { WebServiceOutput0: Record<string, number>[] } } };
      const shown = response.Results.WebServiceOutput0[0]['Scored Probabilities'].toFixed(3);
      await main.locator('.present strong', { hasText: shown }).waitFor();
      await check(page, 'what-if', found);
      await main.getByRole('slider', { name: 'Value of Credit_History' }).first().press('ArrowRight');
      await main.locator('.present strong').filter({ hasNotText: shown }).waitFor();
      await main.getByLabel('Input').selectOption('Property_Area');
      await main.getByText('What if Property_Area were another').first().waitFor();
      await check(page, 'what-if-category', found);
      await main.getByRole('radio', { name: /^blue/ }).check();
      await main.getByRole('button', { name: 'Ask green' }).click();
      expect(await main.getByRole('radio', { name: /^green/ }).isChecked()).toBe(true);

      await main.getByRole('tab', { name: 'Compare' }).click();
      await main.getByRole('button', { name: /^Ask all/ }).click();
      await main.getByText('All deployments say the same.').waitFor();
      await check(page, 'compare', found);

      await main.getByRole('tab', { name: 'History' }).click();
      await main.getByRole('button', { name: 'Replay' }).last().click();
      await main.getByRole('button', { name: 'Replay' }).nth(3).waitFor();
      expect(await main.getByRole('button', { name: 'Replay' }).count()).toBe(4);
      await main.getByText('Response times of your requests').first().waitFor();
      await check(page, 'history', found);
      await main.getByRole('button', { name: 'Use as request' }).last().click();
      await main.getByLabel('Credit_History').waitFor();
      expect(await main.getByLabel('Credit_History').inputValue()).toBe('1');

      await main.getByRole('tab', { name: 'Consume' }).click();
      await main.getByText('urllib').first().waitFor();
      await check(page, 'consume', found);
      const { primary } = await callFromPage(page, 'endpoint.show-keys', { endpoint });
      expect(await main.textContent()).not.toContain(primary);
      await main.getByRole('button', { name: 'Show the keys' }).click();
      await main.getByText(primary).waitFor();
      await main.getByRole('button', { name: /^Make a new one · Primary/ }).click();
      await check(page, 'rotate', found);
      await main.getByRole('button', { name: 'Make a new key' }).click();
      await main.getByText('The new key is in force.').waitFor();
      expect(await main.textContent()).not.toContain(primary);
      expect((await callFromPage(page, 'endpoint.show-keys', { endpoint })).primary).not.toBe(primary);
      expect(found).toEqual([]);
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `a whole file is answered, and drift is seen where its incomes have risen${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 900 }, locale: 'en', colorScheme: 'dark' }, async (page) => {
      const found: string[] = [];
      await openConsole(page);
      const main = page.locator('main');
      await main.getByRole('tab', { name: 'Monitor' }).click();
      await main.getByText('Nobody has asked in this time.').waitFor();
      await main.getByText('inputs are not kept').waitFor();
      await check(page, 'monitor-empty', found);
      await main.getByRole('button', { name: 'Keep the inputs' }).click();
      await main.getByText('inputs are kept', { exact: true }).waitFor();

      const sendFile = async (file: string): Promise<void> => {
        await main.getByRole('tab', { name: 'Test' }).click();
        await main.getByRole('tab', { name: 'CSV file' }).click();
        await main.locator('input[type=file]').setInputFiles(file);
        await main.getByRole('button', { name: 'Send all rows' }).click();
        await main.getByText(/^614 of 614 rows were answered in .* Requests: 4$/).waitFor();
      };
      await sendFile(loans);
      await main.getByText('Not sent, because the model does not know them: Loan_ID, Gender').waitFor();
      await check(page, 'file', found);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        main.getByRole('button', { name: 'Download with the answers' }).click(),
      ]);
      const bytes = readFileSync(await download.path());
      const { table } = readCsv({ name: 'answered.csv', open: () => [bytes] });
      expect([download.suggestedFilename(), table.rowCount]).toEqual(['loans-answered.csv', 614]);
      expect(columnNames(table)).toEqual(expect.arrayContaining(['Loan_ID', 'Loan_Status', 'Scored Labels']));

      await main.getByRole('tab', { name: 'Monitor' }).click();
      await main.getByText('0 of 10 columns have moved').waitFor();
      await check(page, 'monitor-steady', found);
      await sendFile(richerLoans(3));
      await main.getByRole('tab', { name: 'Monitor' }).click();
      const moved = main.getByRole('row', { name: /^ApplicantIncome/ });
      await moved.getByText('far').waitFor();
      await main.getByText('1 of 10 columns have moved').waitFor();
      await main.getByRole('button', { name: 'ApplicantIncome', exact: true }).click();
      await page.mouse.wheel(0, 700);
      await check(page, 'monitor-drift', found);
      expect(found).toEqual([]);
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `the console is used with the keyboard alone, in Chinese, on a small page${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 640, height: 860 }, locale: 'zh-CN' }, async (page) => {
      const found: string[] = [];
      await openConsole(page);
      const main = page.locator('main');
      const hand = keyboard(page);
      await hand.choose(main.getByRole('radio', { name: /^green/ }));
      await hand.select(main.getByLabel('Property_Area'), 'Rural');
      await hand.fill(main.getByLabel('Credit_History'), '0');
      await hand.press(main.getByRole('button', { name: '发送', exact: true }));
      await main.getByText('Credit_History 0').first().waitFor();
      await check(page, 'zh', found);
      await hand.press(main.getByRole('tab', { name: '测试' }));
      for (const name of ['对比', '历史记录', '监视', '使用']) {
        await page.keyboard.press('ArrowRight');
        await main.getByRole('tab', { name, selected: true }).waitFor();
        await main.getByRole('heading', { level: 2 }).first().waitFor();
        await check(page, `zh-${name}`, found);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
      expect(found).toEqual([]);
    }),
  240_000,
);
