// Attacks on the desktop app, from where an attacker would be: in its page, or in a page beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/web/security-headers.ts';
import { Desktop, desktopMain, noDesktop, whyNoDesktop } from './desktop-app.ts';
import { collectComplaints } from './setup.ts';

let desktop: Desktop | undefined;
let app: ElectronApplication;
let page: Page;
let complaints: string[];
const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
const home = 'app://guidepost/';

beforeAll(async () => {
  if (whyNoDesktop !== undefined) return;
  desktop = await Desktop.open();
  app = await desktop.start({ folder });
  page = await app.firstWindow();
  complaints = collectComplaints(page);
  await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
}, 300_000);

afterAll(async () => {
  await app?.close();
  desktop?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Does something in the page; what it throws comes back as its message. */
function inPage(code: string, where: Page | Frame = page): Promise<unknown> {
  return where.evaluate(
    `(async () => { try { return ${code}; } catch (error) { return error.message; } })()`,
  );
}

/** How many windows and other pages there are. */
const pages = (): Promise<number> =>
  app.evaluate(({ webContents }) => webContents.getAllWebContents().length);

describe.skipIf(whyNoDesktop !== undefined)(`the desktop app, attacked${noDesktop}`, () => {
  it('starts without a violation of its policy, in a box of its own', async () => {
    expect(complaints).toEqual([]);
    expect(page.url()).toBe(home);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0].webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag, ...others } =
        contents.getLastWebPreferences();
      // What was left as it is by default is missing in some of them.
      const { nodeIntegrationInSubFrames, nodeIntegrationInWorker, allowRunningInsecureContent } = others;
      return {
        asked: { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag },
        left: [nodeIntegrationInSubFrames, nodeIntegrationInWorker, allowRunningInsecureContent].map(
          (left) => left ?? false,
        ),
      };
    });
    expect(preferences).toEqual({
      asked: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
      left: [false, false, false],
    });
  });

  it('gives its pages alone over app://, with the policy', async () => {
    const found = await page.evaluate(`(async () => {
      const places = ['/', '/nothing.js', '/%2e%2e/%2e%2e/package.json', '/..%5cpackage.json', '/..%2f..%2fpackage.json',
        '/%252e%252e/package.json', '/index.html%00.js', '/..%255cpackage.json'];
      const statuses = await Promise.all(places.map(async (place) => (await fetch(place)).status));
      const methods = await Promise.all(
        ['POST', 'PUT', 'DELETE'].map(async (method) => (await fetch('/', { method })).status));
      const head = await fetch('/', { method: 'HEAD' });
      return { statuses, methods, head: head.status, policy: head.headers.get('content-security-policy') };
    })()`);
    expect(found).toEqual({
      statuses: [200, 404, 404, 404, 404, 404, 404, 404],
      methods: [405, 405, 405],
      head: 200,
      policy: contentSecurityPolicy,
    });
    const elsewhere = await app.evaluate(async ({ net }) => (await net.fetch('app://example/')).status);
    expect(elsewhere).toBe(403);
  });

  it('runs no code and loads nothing that its policy does not name, and every attempt is seen', async () => {
    const seen = await page.evaluate(`(async () => {
      const violations = [];
      const note = (event) => violations.push(event.effectiveDirective);
      document.addEventListener('securitypolicyviolation', note);
      const attempt = (work) => { try { work(); return 'done'; } catch (error) { return error.name; } };
      const add = (tag, fields) => document.body.append(Object.assign(document.createElement(tag), fields));
      // The tools that drive this test may evaluate text; what comes after a turn of the page's own may not.
      await new Promise((resolve) => setTimeout(resolve));
      const outcomes = [
        attempt(() => { document.body.innerHTML += '<img src=x onerror=alert(1)>'; }),
        attempt(() => (0, eval)('1')),
        attempt(() => new Function('return 1')),
        attempt(() => add('script', { text: 'globalThis.attacked = true' })),
        attempt(() => new Worker(URL.createObjectURL(new Blob(['1'])))),
        attempt(() => add('object', { data: 'https://example.com/' })),
        attempt(() => trustedTypes.createPolicy('mine', {})),
        attempt(() => trustedTypes.createPolicy('default', {})),
      ];
      add('img', { src: 'https://example.com/a.png' });
      add('iframe', { src: 'https://example.com/' });
      add('link', { rel: 'stylesheet', href: 'https://example.com/a.css' });
      add('base', { href: 'https://example.com/' });
      const form = Object.assign(document.createElement('form'), { action: 'https://example.com/' });
      document.body.append(form);
      form.submit();
      const sent = await fetch('https://example.com/').then(() => 'sent', () => 'refused');
      const wanted = ['img-src', 'frame-src', 'style-src-elem', 'base-uri', 'form-action',
        'connect-src', 'require-trusted-types-for', 'trusted-types'];
      while (wanted.some((name) => !violations.includes(name))) {
        await new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve, { once: true }));
      }
      document.removeEventListener('securitypolicyviolation', note);
      document.querySelectorAll('body > :not(#app)').forEach((one) => one.remove());
      return { outcomes, sent, attacked: globalThis.attacked ?? false };
    })()`);
    const refused = Array.from({ length: 8 }, () => expect.stringMatching(/Error/) as string);
    expect(seen).toEqual({ outcomes: refused, sent: 'refused', attacked: false });
    // What the lesson's tests collect would have shown it.
    expect(complaints.join()).toMatch(/Content Security Policy/i);
  });

  it('gives its page three functions, and nothing of Electron or Node', async () => {
    const seen = await page.evaluate(`(async () => {
      const heard = new Promise((resolve) => {
        const end = guidepost.subscribe(0, (...words) => { resolve({ words, end: typeof end }); });
      });
      await guidepost.call('workspace.create', {});
      const { words, end } = await heard;
      const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname'];
      return {
        bridge: Object.entries(guidepost).map(([name, value]) => name + ': ' + typeof value).sort(),
        globals: names.filter((name) => name in globalThis),
        words: words.map((word) => Object.keys(word).sort()),
        end,
        isFixed: (() => { 'use strict'; try { guidepost.call = 1; return false; } catch { return true; } })(),
      };
    })()`);
    expect(seen).toEqual({
      bridge: ['addFile: function', 'call: function', 'subscribe: function'],
      globals: [],
      words: [['sequence', 'work']],
      end: 'function',
      isFixed: true,
    });
  });

  it('refuses input that does not fit its schema, and messages that are none', async () => {
    const reply = (words: string): Promise<unknown> => inPage(`await guidepost.call(${words})`);
    for (const words of [
      `'step.check', { step: 1 }`,
      `'session.read', { more: true }`,
      `'session.read', []`,
      `'session.read', 'text'`,
      `'no.such', {}`,
      `'constructor', {}`,
      `'__proto__', {}`,
      `'lesson.open', { pack: '../../etc' }`,
      `'blob.list', { account: '' }`,
    ]) {
      const refused = (await reply(words)) as { ok: boolean; error: { code: string } };
      expect([words, refused.ok, typeof refused.error.code]).toEqual([words, false, 'string']);
      expect(refused.error.code).not.toBe('unexpected');
      expect(JSON.stringify(refused)).not.toMatch(/\bat .*\.(cjs|ts):\d/);
    }
    expect(await reply('{}, {}')).toContain('Refused');
    expect(await reply(`'session.read', { text: 'a'.repeat(5 << 20) }`)).toContain('too large');
    expect(await inPage(`await guidepost.addFile('/etc/passwd')`)).toEqual(expect.any(String));
    expect(await inPage(`await guidepost.addFile(new File(['a'], '/etc/passwd'))`)).toContain(
      'this is no file',
    );
  });

  it('answers so many messages in a second, and again after it', async () => {
    const refused = await page.evaluate(`(async () => {
      const asked = Array.from({ length: 1000 }, () => guidepost.call('session.read', {}).then(() => 0, () => 1));
      return (await Promise.all(asked)).reduce((sum, one) => sum + one, 0);
    })()`);
    expect(refused).toBeGreaterThan(500);
    const isAnswered = `guidepost.call('session.read', {}).then(({ ok }) => ok, () => false)`;
    await expect.poll(() => page.evaluate(isAnswered), { timeout: 5000 }).toBe(true);
  });

  it('refuses a foreign page that has got hold of the bridge; a frame gets none', async () => {
    const before = await pages();
    const opened = app.waitForEvent('window');
    await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await window.loadURL('data:text/html,<h1>foreign</h1>');
      },
      path.join(path.dirname(desktopMain), 'preload.cjs'),
    );
    const foreign = await opened;
    const asks = `await guidepost.call('session.read', {})`;
    expect(await inPage(asks, foreign)).toContain('another page');
    // The same window at the app's own address is answered.
    await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0].loadURL(url), home);
    await expect.poll(() => foreign.evaluate('location.href')).toBe(home);
    expect(await inPage(asks, foreign)).toMatchObject({ ok: true });
    await foreign.close();
    const bare = `document.body.appendChild(document.createElement('iframe')).contentWindow.guidepost`;
    expect(await inPage(`typeof ${bare}`)).toBe('undefined');
    await inPage(`document.querySelector('iframe').remove()`);
    expect(await pages()).toBe(before);
  });

  it('denies every permission, whether it is asked for or looked up', async () => {
    const seen = await page.evaluate<{ granted: string[]; asked: string[] }>(`(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'clipboard-write',
        'persistent-storage', 'screen-wake-lock', 'storage-access', 'window-management', 'local-fonts'];
      const looked = await Promise.all(names.map((name) => navigator.permissions.query({ name })
        .then(({ state }) => name + ' ' + state, () => name + ' denied')));
      const refused = (promise) => promise.then(() => 'given', (error) => error.name ?? 'code ' + error.code);
      return {
        granted: looked.filter((one) => !one.endsWith(' denied')),
        asked: [
          await Notification.requestPermission(),
          await refused(navigator.mediaDevices.getDisplayMedia()),
          await refused(navigator.clipboard.readText()),
          await refused(navigator.clipboard.writeText('attack')),
          await refused(navigator.requestMIDIAccess({ sysex: true })),
          await new Promise((resolve) => navigator.geolocation.getCurrentPosition(
            () => resolve('given'), ({ code }) => resolve('code ' + code))),
        ],
      };
    })()`);
    expect(seen.granted).toEqual([]);
    expect(seen.asked).not.toContain('given');
    expect(seen.asked).not.toContain('granted');
    const denied = expect.stringMatching(/NotAllowed|Security|NotSupported|InvalidState/) as string;
    expect(seen.asked).toEqual(['denied', denied, denied, denied, denied, 'code 1']);
  });

  it('stays where it is: no navigation, redirect, window or webview', async () => {
    const before = await pages();
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'app://guidepost/icon.svg',
      'app://example/',
    ]) {
      await inPage(`(location.href = ${JSON.stringify(url)}, 0)`);
    }
    const targets = [
      'https://example.com/',
      'http://learn.microsoft.com/',
      'https://learn.microsoft.com/azure/',
      'https://learn.microsoft.com@example.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      home,
    ];
    for (const url of targets) {
      expect(await inPage(`window.open(${JSON.stringify(url)}) === null`)).toBe(true);
    }
    await inPage(
      `document.body.append(Object.assign(document.createElement('webview'), { src: 'https://example.com/' }))`,
    );
    expect(await inPage(`typeof document.querySelector('webview').getWebContentsId`)).toBe('undefined');
    await inPage(`document.querySelector('webview').remove()`);
    expect(page.url()).toBe(home);
    expect(await pages()).toBe(before);
    const opened = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    expect(opened).toEqual(['https://learn.microsoft.com/azure/']);
  });
});
