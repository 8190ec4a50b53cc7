import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { TextNode } from '../../electron/contract/session.ts';
import { components } from '../../engine/components/registry.ts';
import { tutorialPipeline } from '../../engine/pipeline/templates.ts';
import { englishWords } from '../support/chinese.ts';
import { callFromPage } from './call-from-page.ts';
import { inBrowser } from './in-browser.ts';
import { noChromium, screenshots } from './setup.ts';

const messages = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../renderer/messages/zh.json'), 'utf8'),
) as Record<string, string>;

function textOfNodes(nodes: readonly TextNode[]): string[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [node] : textOfNodes(node.children)));
}

/** What a page says; code, names in boxes of their own and the values of fields are not the page's words. */
const wordsOfPage = `(() => {
  const copy = document.body.cloneNode(true);
  for (const element of copy.querySelectorAll('pre, code, script, select[aria-label], .language, .logo, output, dd')) {
    element.remove();
  }
  document.body.append(copy);
  const text = copy.innerText;
  copy.remove();
  return text;
})()`;

async function wordsOf(page: Page, names: ReadonlySet<string>): Promise<string[]> {
  const lines = (await page.evaluate<string>(wordsOfPage)).split('\n');
  return lines.filter((line) => englishWords(line, names).length > 0).map((line) => line.trim());
}

it.skipIf(noChromium !== '')(
  `no page has English left when the app is in Chinese${noChromium}`,
  () =>
    inBrowser({ viewport: { width: 1440, height: 1400 }, locale: 'zh-CN' }, async (page) => {
      await page.getByRole('button', { name: '开始', exact: true }).click();
      const lesson = await callFromPage(page, 'lesson.open', { pack: 'loan-approval', language: 'zh' });
      // What the lesson and the pages themselves leave in Latin letters are names.
      const written = lesson.steps.flatMap(({ title, hints, text, quiz }) => [
        ...[title, ...hints, ...textOfNodes(text), quiz?.question ?? '', quiz?.explanation ?? ''],
        ...(quiz?.options ?? []).map((option) => option.text),
      ]);
      const names = new Set([
        ...Object.values(lesson.names),
        ...components.map(({ type }) => type),
        ...tutorialPipeline().nodes.map(({ id }) => id),
        ...[
          'clean-transformation',
          'select-output',
          // Of the lesson's table: columns, and what is in them.
          ...['Gender', 'Dependents', 'Education', 'Self_Employed', 'Property_Area', 'Loan_Status'],
          ...['Male', 'Female', 'Graduate', 'Not', 'Semiurban', 'Urban', 'Rural', 'No'],
          'azureml',
          'workspaceartifactstore',
          'workspaceblobstore',
        ],
        ...[...written, ...Object.values(messages)].flatMap((text) => englishWords(text)),
      ]);
      const left: string[] = [];
      const look = async (where: string): Promise<void> => {
        await page.getByRole('button', { name: '再次检查', exact: true }).first().click();
        await page
          .getByText(/检查于/)
          .first()
          .waitFor();
        await page.waitForTimeout(300);
        left.push(...(await wordsOf(page, names)).map((line) => `${where}: ${line}`));
        await page.screenshot({ path: path.join(screenshots, `zh-${where}.png`) });
      };
      const steps = page.getByRole('navigation').getByRole('listitem').getByRole('button');
      const lookAtStudio = async (): Promise<void> => {
        await page.getByRole('button', { name: '工作室' }).click();
        const sections = page.getByRole('list', { name: '资源类型' }).getByRole('button');
        await sections.first().waitFor();
        for (let index = 0; index < (await sections.count()); index++) {
          await sections.nth(index).click();
          await page.getByRole('columnheader').or(page.getByText('还没有。')).first().waitFor();
          left.push(...(await wordsOf(page, names)).map((line) => `studio ${index}: ${line}`));
          await page.screenshot({ path: path.join(screenshots, `zh-studio-${index}.png`) });
          await page.getByRole('main').getByRole('button', { name: '工作室' }).click();
        }
        await page.getByRole('banner').getByRole('button', { name: '贷款审批' }).click();
      };
      for (const [index, { id }] of lesson.steps.entries()) {
        if (id === 'clean-up') await lookAtStudio();
        await steps.nth(index).click();
        await look(`${id}-before`);
        await callFromPage(page, 'step.show', { pack: 'loan-approval', step: id });
        await page.reload();
        await look(`${id}-after`);
      }
      expect(left).toEqual([]);
    }),
  240_000,
);
