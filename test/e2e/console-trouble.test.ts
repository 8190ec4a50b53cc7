import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { echoPipeline } from '../support/workspace.ts';
import { callFromPage } from './call-from-page.ts';
import { openConsole } from './console-page.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';
import { violations } from './violations.ts';

/** Endpoints that are in trouble, each under a path of its own. */
async function serveTrouble(): Promise<string> {
  const server = createServer((request, response) => {
    const { url, headers } = request;
    request.resume();
    if (url === '/html')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Hi</h1>');
    else if (url === '/key') {
      const isGood = headers.authorization === 'Bearer good';
      response
        .writeHead(isGood ? 200 : 401)
        .end(isGood ? '[{"Scored Labels":"Y"}]' : '{"message":"no entry"}');
    } else if (url !== '/slow') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const other = 'Another address…';

it.skipIf(noChromium !== '')(
  `endpoints that are down, slow, somebody else’s, or ask for a key are told of in a sentence with a way out${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1280, height: 860 }, locale: 'en' }, async (page) => {
      const found: string[] = [];
      const check = async (name: string): Promise<void> => {
        await page.screenshot({ path: path.join(screenshots, `console-trouble-${name}.png`) });
        found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
      };
      const origin = await serveTrouble();
      await openConsole(page);
      const main = page.locator('main');
      const problem = main.getByRole('alert').first();
      const address = main.getByLabel('Scoring address');
      const body = main.getByRole('textbox', { name: 'Body of the request' });
      const open = async (url: string): Promise<void> => {
        if (!(await address.isVisible()))
          await main.getByRole('combobox', { name: 'Endpoint' }).selectOption({ label: other });
        await address.fill(url);
        await main.getByRole('button', { name: 'Open', exact: true }).click();
      };
      const send = (): Promise<void> => main.getByRole('button', { name: 'Send', exact: true }).click();

      for (const [url, said] of [
        ['nonsense', 'is no web address'],
        ['http://169.254.169.254/metadata', 'sends nothing to 169.254.169.254'],
      ]) {
        await open(url);
        await problem.getByText(said).waitFor();
        expect(await address.inputValue()).toBe(url);
      }
      await check('address');

      // A stranger's host: asked once, and what was typed is kept when the learner thinks better of it.
      await open('https://models.example.test/score');
      await main.getByText('models.example.test is none of your workspace').waitFor();
      await check('trust');
      await main.getByRole('button', { name: 'Cancel' }).click();
      expect(await address.inputValue()).toBe('https://models.example.test/score');
      await main.getByRole('button', { name: 'Open', exact: true }).click();
      await main.getByRole('button', { name: 'Trust models.example.test' }).click();
      await main.getByText('Neither the model nor the endpoint says').waitFor();
      await send();
      await problem.getByText('There is no host models.example.test.').waitFor();

      await open('http://127.0.0.1:9/score');
      await body.waitFor();
      await body.fill('{ "mine": 1 }');
      await send();
      await problem.getByText('Nothing answers at 127.0.0.1:9: the connection was refused.').waitFor();
      await problem.getByRole('button', { name: 'Send it again' }).waitFor();
      expect(await body.textContent()).toContain('"mine": 1');
      await check('down');

      await open(`${origin}/html`);
      await body.waitFor();
      await send();
      await problem.getByText('answered with a web page, not with JSON').waitFor();
      await check('html');
      await problem.getByRole('button', { name: 'Change the address' }).click();
      expect(await address.inputValue()).toBe(`${origin}/html`);

      await open(`${origin}/key`);
      await body.waitFor();
      await send();
      await problem.getByText('The endpoint asks for a key, and none was sent.').waitFor();
      await problem.getByRole('button', { name: 'Enter the key' }).click();
      await main.getByLabel('Key', { exact: true }).fill('wrong');
      await main.getByRole('button', { name: 'Open', exact: true }).click();
      await send();
      await problem.getByText('The endpoint does not take the key. no entry').waitFor();
      await check('key');
      await problem.getByRole('button', { name: 'Enter the key' }).click();
      await main.getByLabel('Key', { exact: true }).fill('good');
      await main.getByRole('button', { name: 'Open', exact: true }).click();
      await send();
      await main.getByText('Scored Labels').first().waitFor();
      expect(await main.getByRole('alert').count()).toBe(0);

      await open(`${origin}/slow`);
      await body.waitFor();
      await main.getByLabel('Wait at most').selectOption({ label: '2 s' });
      await send();
      await problem.getByText('has not answered within 2 s').waitFor();
      await check('slow');
      await problem.getByRole('button', { name: 'Wait up to 8 s' }).click();
      await main.getByRole('button', { name: 'Stop' }).click();
      await main.getByRole('button', { name: 'Send', exact: true }).waitFor();
      expect(found).toEqual([]);
    }),
  240_000,
);

it.skipIf(noChromium !== '')(
  `requests that do not fit the model are told of at their place, and nothing typed is lost${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1280, height: 860 }, locale: 'en' }, async (page) => {
      const found: string[] = [];
      const check = async (name: string): Promise<void> => {
        await page.screenshot({ path: path.join(screenshots, `console-trouble-${name}.png`) });
        found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
      };
      const endpoint = await openConsole(page);
      const main = page.locator('main');
      const body = main.getByRole('textbox', { name: 'Body of the request' });
      await main.getByRole('tab', { name: 'JSON' }).first().click();
      const broken = '{ "Inputs": { "WebServiceInput0": [ { "LoanAmount": 12, } ] } }';
      await body.fill(broken);
      await main.getByText('Line 1, column 57: a name in double quotes is expected here.').waitFor();
      await check('json');
      await main.getByRole('button', { name: 'Send', exact: true }).click();
      await main.getByRole('alert').getByText('The model refused the request.').waitFor();
      expect(await body.textContent()).toBe(broken);

      // A model for another schema behind the same endpoint.
      await callFromPage(page, 'pipeline.save', { pipeline: 'echo', graph: echoPipeline });
      await callFromPage(page, 'model.register', { model: 'echo', pipeline: 'echo' });
      await callFromPage(page, 'deployment.create', { endpoint, deployment: 'red', model: 'echo' });
      await page.getByRole('button', { name: 'Loan approval' }).click();
      await page.getByRole('button', { name: 'Endpoints' }).click();
      expect(await body.textContent()).toBe(broken);
      await body.fill('{ "Inputs": { "WebServiceInput0": [ { "LoanAmount": 12 } ] } }');
      await main.getByText('Well formed').waitFor();
      await main.getByRole('radio', { name: /^red/ }).check();
      await main.getByText('The model knows no column LoanAmount; it takes age, area, too.').waitFor();
      await main.getByRole('button', { name: 'Send', exact: true }).click();
      await main
        .getByRole('alert')
        .getByText(/The model refused the request\..*LoanAmount/)
        .waitFor();
      await check('other-schema');
      await main.getByRole('tab', { name: 'Form' }).click();
      expect(await main.getByLabel('age').inputValue()).toBe('40');
      await main.getByRole('radio', { name: /^blue/ }).check();
      expect(await main.getByLabel('LoanAmount').inputValue()).toBe('128');

      const file = path.join(temporaryFolder(), 'people.csv');
      writeFileSync(file, 'LoanAmount,City\n120,Bath\nmuch,Rome\n');
      await main.getByRole('tab', { name: 'CSV file' }).click();
      await main.locator('input[type=file]').setInputFiles(file);
      await main.getByRole('button', { name: 'Send all rows' }).click();
      await main.getByRole('alert').getByText('people.csv has no column').waitFor();
      await check('csv');
      await main.getByRole('button', { name: 'Send gaps in their place' }).click();
      await main.getByText('1 of 2 rows were answered').waitFor();
      await main.getByText('Row 2: "LoanAmount" takes a number, not "much".').waitFor();
      await check('csv-gaps');
      expect(found).toEqual([]);
    }),
  240_000,
);
