import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { _electron, type ElectronApplication } from 'playwright-core';
import { buildElectron, buildRenderer } from '../../tools/build.ts';
import { electronRuntime, whyNoElectron } from '../../tools/electron-runtime.ts';

const runtime = await findRuntime();

/** Why there is no desktop app to test here; `undefined` where there is. */
export const whyNoDesktop = typeof runtime === 'string' ? undefined : runtime.why;
/** For the names of tests that are skipped. */
export const noDesktop =
  whyNoDesktop === undefined ? '' : ` (skipped: no Electron for the tests, ${whyNoDesktop})`;

/** The bundle that Electron starts with. */
export const desktopMain = path.resolve(import.meta.dirname, '../../dist/electron/main.cjs');

const heldStart = path.join(import.meta.dirname, 'held-start.cjs');

/** The runtime's program; else why there is none. */
async function findRuntime(): Promise<string | { readonly why: string }> {
  const missing = whyNoElectron();
  if (missing !== undefined) return { why: missing };
  try {
    return await electronRuntime();
  } catch (error) {
    return { why: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}

/** What a desktop app is started with beside the runtime. */
export interface DesktopStart {
  /** Where it keeps everything. */
  readonly folder: string;
  readonly words?: readonly string[];
  /** Another program than the app's own. */
  readonly main?: string;
}

/** A screen that nobody sees, for apps in windows. */
export class Desktop {
  private readonly display: string;
  private readonly close: () => void;

  private constructor(display: string, close: () => void) {
    this.display = display;
    this.close = close;
  }

  /** Builds the app where it is older than its sources, and starts a screen. */
  static async open(): Promise<Desktop> {
    await buildRenderer();
    await buildElectron();
    // Xvfb takes the first free number, and says which when it can be used.
    const words = ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'];
    const screen = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const [number] = (await once(screen.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
    return new Desktop(`:${number.toString().trim()}`, () => screen.kill());
  }

  /** Program, arguments and environment of a start. */
  command({ folder, words = [], main = desktopMain }: DesktopStart): {
    readonly executablePath: string;
    readonly args: string[];
    readonly env: Record<string, string>;
  } {
    return {
      executablePath: typeof runtime === 'string' ? runtime : '',
      args: ['--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(folder, 'chromium')}`, ...words],
      env: {
        ...(process.env as Record<string, string>),
        DISPLAY: this.display,
        GUIDEPOST_HOME: folder,
        GUIDEPOST_TIME_FACTOR: '1000',
        GUIDEPOST_TEST_MAIN: main,
      },
    };
  }

  /** Starts the desktop app on a folder. */
  start(start: DesktopStart): Promise<ElectronApplication> {
    const { env, ...command } = this.command({ ...start, main: heldStart });
    return _electron.launch({
      ...command,
      env: { ...env, GUIDEPOST_TEST_HELD: start.main ?? desktopMain },
      timeout: 30_000,
      // Light or dark is up to the system, not to the driver.
      colorScheme: null,
    });
  }

  /** Starts it a second time, beside the one that runs; returns how that ends. */
  async startAgain(start: DesktopStart): Promise<number | null> {
    const { executablePath, args, env } = this.command(start);
    const child = spawn(executablePath, args, { env, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  end(): void {
    this.close();
  }
}
