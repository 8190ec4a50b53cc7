import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerAppRequest } from '../../../electron/desktop/app-protocol.ts';
import { contentSecurityPolicy } from '../../../electron/web/security-headers.ts';

const house = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
const pages = path.join(house, 'pages');

beforeAll(() => {
  mkdirSync(path.join(pages, 'assets'), { recursive: true });
  mkdirSync(path.join(house, 'pages-beside'));
  writeFileSync(path.join(pages, 'index.html'), '<h1>Guidepost</h1>');
  writeFileSync(path.join(pages, 'assets/a b.js'), '1');
  writeFileSync(path.join(pages, 'notes.pem'), 'secret');
  writeFileSync(path.join(house, 'secret.js'), 'secret');
  writeFileSync(path.join(house, 'pages-beside/secret.js'), 'secret');
  symlinkSync(path.join(house, 'secret.js'), path.join(pages, 'file-link.js'));
  symlinkSync(house, path.join(pages, 'folder-link'));
  symlinkSync(path.join(house, 'pages-beside'), path.join(pages, 'beside'));
  symlinkSync(path.join(pages, 'index.html'), path.join(pages, 'inside.html'));
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

const ask = (url: string, method = 'GET'): Response => answerAppRequest({ url, method }, pages);

it('answers what is there', async () => {
  const page = ask('app://guidepost/');
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<h1>Guidepost</h1>',
  ]);
  expect(ask('app://guidepost/assets/a%20b.js?v=1#top').status).toBe(200);
  // A link that stays inside is no danger.
  expect(ask('app://guidepost/inside.html').status).toBe(200);
  const head = ask('app://guidepost/', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
});

it.for([
  'app://example/',
  'app://guidepost.example/',
  'app://guidepost:8080/',
  'app://GUIDEPOST.example/index.html',
  'app:///index.html',
  'file:///etc/passwd',
])('refuses the host of %s', (url) => {
  expect(ask(url).status).toBe(403);
});

it('refuses what is no address', () => {
  expect(ask('guidepost').status).toBe(400);
});

it.for(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'get'])(
  'refuses the method %s',
  (method) => {
    expect(ask('app://guidepost/', method).status).toBe(405);
  },
);

it.for([
  ['a step up', '/../secret.js'],
  ['an encoded step up', '/%2e%2e/secret.js'],
  ['the same in capitals', '/%2E%2E/secret.js'],
  ['half of it encoded', '/.%2e/secret.js'],
  ['an encoded slash', '/..%2fsecret.js'],
  ['a backslash', '/..\\secret.js'],
  ['an encoded backslash', '/..%5csecret.js'],
  ['a backslash below a folder', '/assets%5c..%5c..%5csecret.js'],
  ['double encoding', '/%252e%252e/secret.js'],
  ['a doubly encoded slash', '/..%252fsecret.js'],
  ['a doubly encoded backslash', '/..%255csecret.js'],
  ['a NUL', '/index.html%00.js'],
  ['a NUL at the end', '/secret.js%00'],
  ['a broken encoding', '/%zz.js'],
  ['an overlong encoding', '/%c0%ae%c0%ae/secret.js'],
  ['a folder of the same beginning', '/../pages-beside/secret.js'],
  ['a link to a file outside', '/file-link.js'],
  ['a link to a folder outside', '/folder-link/secret.js'],
  ['a link to a folder beside', '/beside/secret.js'],
  ['a folder', '/assets'],
  ['an absolute path', '//etc/passwd'],
  ['a kind of file that no page needs', '/notes.pem'],
  ['an inherited name as a kind', '/index.constructor'],
])('gives nothing for %s: %s', async ([, place]) => {
  // As it was written, and as a browser's parser leaves it.
  for (const url of [`app://guidepost${place}`, new URL(place, 'app://guidepost/').href]) {
    const { status, text } = await read(ask(url));
    expect([403, 404]).toContain(status);
    expect(text).toBe('');
  }
});

async function read(response: Response): Promise<{ status: number; text: string }> {
  return { status: response.status, text: await response.text() };
}

it('sends the policy with everything, refusals too', () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
      "img-src 'self' data: blob: pack:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
      "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types svelte-trusted-html guidepost-worker",
  );
  for (const response of [
    ask('app://guidepost/'),
    ask('app://guidepost/none'),
    ask('app://example/'),
    ask('app://guidepost/', 'POST'),
    ask('no address'),
  ]) {
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
});
