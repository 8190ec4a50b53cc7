import { expect, it, vi } from 'vitest';

const happened: string[] = [];

vi.mock('electron', () => ({
  app: {
    commandLine: { hasSwitch: () => false },
    enableSandbox: () => happened.push('sandbox'),
    requestSingleInstanceLock: () => {
      happened.push('lock');
      return false;
    },
    quit: () => happened.push('quit'),
    whenReady: () => {
      happened.push('ready');
      return new Promise(() => undefined);
    },
    on: () => undefined,
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: readonly { scheme: string; privileges: object }[]) =>
      happened.push(...schemes.map((scheme) => JSON.stringify(scheme))),
  },
  Menu: {},
  BrowserWindow: {},
  dialog: {},
  ipcMain: {},
  nativeTheme: {},
  screen: {},
  session: {},
  shell: {},
}));

it('puts every page into the sandbox before anything is shown; a second start ends at once', async () => {
  await import('../../electron/main.ts');
  expect(happened).toEqual([
    'sandbox',
    '{"scheme":"app","privileges":{"standard":true,"secure":true,"supportFetchAPI":true,"codeCache":true}}',
    'lock',
    'quit',
  ]);
});
