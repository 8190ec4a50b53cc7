import { expect, it } from 'vitest';
import { pageReply } from '../../../electron/sandbox/paging.ts';
import { scope, startWorkspace } from '../../support/workspace.ts';

const { resourceGroup, workspace } = scope;

interface Page {
  readonly value: number[];
  readonly nextLink?: string;
}

function page(items: readonly number[], link = 'https://management.azure.com/list'): Page {
  const { pathname, searchParams } = new URL(link);
  const reply = pageReply(
    items,
    { path: pathname, query: searchParams },
    { keyOf: (item) => String(item), show: (item) => item, size: 3 },
  );
  return reply.body as Page;
}

it('pages follow each other though the list changes in between', () => {
  const first = page([1, 2, 3, 4, 5, 6, 7]);
  expect(first.value).toEqual([1, 2, 3]);
  // One before the page's end has gone and one has come: neither is shown twice, nor one left out.
  const second = page([0, 2, 3, 4, 5, 6, 7], first.nextLink);
  expect(second.value).toEqual([4, 5, 6]);
  expect(page([0, 2, 3, 4, 5, 7], second.nextLink).value).toEqual([7]);
  expect(page([1, 2, 3]).nextLink).toBeUndefined();
});

it('a thousand models come in pages, in under 100 ms on the server side each', async () => {
  const { sandbox, machineLearning } = await startWorkspace();
  const { id = '' } = await machineLearning.workspaces.get(resourceGroup, workspace);
  const put = (name: string): Promise<Response> =>
    fetch(`${sandbox.address}${id}/models/${name}?api-version=2022-10-01`, {
      method: 'PUT',
      headers: { authorization: 'Bearer x' },
      body: '{"properties":{}}',
    });
  for (let i = 0; i < 1000; i += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, j) => put(`model-${String(i + j).padStart(4, '0')}`)));
  }
  const names: (string | undefined)[] = [];
  const started = performance.now();
  for await (const { name } of machineLearning.modelContainers.list(resourceGroup, workspace))
    names.push(name);
  const milliseconds = performance.now() - started;
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(1000);
  process.stdout.write(`1,000 models were listed in ${milliseconds.toFixed(0)} ms\n`);
  const pages: number[] = [];
  let link: string | undefined = `${id}/models?api-version=2022-10-01&count=300`;
  while (link !== undefined) {
    const response: Response = await fetch(
      link.replace(/^(https:\/\/management\.azure\.com)?/, sandbox.address),
      {
        headers: { authorization: 'Bearer x' },
      },
    );
    const { value, nextLink } = (await response.json()) as { value: unknown[]; nextLink?: string };
    pages.push(value.length);
    link = nextLink;
  }
  expect(pages).toEqual([300, 300, 300, 100]);
});
