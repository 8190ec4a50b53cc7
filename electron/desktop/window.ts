import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import type { Session } from '../host/session/session.ts';
import { appOrigin } from './app-protocol.ts';
import { tellEvents } from './bridge-handlers.ts';

/** What is seen before the page is: the page's own background. */
function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#14171b' : '#faf9f6';
}

/** The one window of the app; it opens where it was closed last. */
export class AppWindow {
  private readonly placeFile: string;
  private window: BrowserWindow | undefined;

  constructor(root: string) {
    this.placeFile = path.join(root, 'window.json');
  }

  /** Resolves when the window can be seen. */
  open(): Promise<void> {
    const window = new BrowserWindow({
      width: 1280,
      height: 860,
      ...this.lastPlace(),
      minWidth: 400,
      minHeight: 300,
      show: false,
      backgroundColor: background(),
      title: 'Guidepost',
      webPreferences: {
        preload: path.join(import.meta.dirname, 'preload.cjs'),
        contextIsolation: true,
        nodeIntegration: false,
        sandbox: true,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    });
    this.window = window;
    window.on('close', () => this.keepPlace(window.getNormalBounds()));
    const repaint = (): void => window.setBackgroundColor(background());
    nativeTheme.on('updated', repaint);
    window.on('closed', () => {
      nativeTheme.off('updated', repaint);
      this.window = undefined;
    });
    void window.loadURL(`${appOrigin}/`);
    return new Promise((resolve) => {
      window.once('ready-to-show', () => {
        window.show();
        resolve();
      });
    });
  }

  /** Tells the page what goes on in a session. */
  tell(session: Session): void {
    if (!this.window) return;
    const untell = tellEvents(this.window.webContents, session);
    this.window.once('closed', untell);
  }

  focus(): void {
    if (this.window?.isMinimized()) this.window.restore();
    this.window?.focus();
  }

  reload(): void {
    this.window?.webContents.reload();
  }

  /** Where the window was, as far as that is still on a screen. */
  private lastPlace(): Partial<Rectangle> {
    try {
      const { x, y, width, height } = JSON.parse(readFileSync(this.placeFile, 'utf8')) as Rectangle;
      if (![x, y, width, height].every(Number.isFinite)) return {};
      const { workArea } = screen.getDisplayMatching({ x, y, width, height });
      const isVisible =
        x < workArea.x + workArea.width &&
        y < workArea.y + workArea.height &&
        x + width > workArea.x &&
        y + height > workArea.y;
      return isVisible ? { x, y, width, height } : { width, height };
    } catch {
      return {};
    }
  }

  private keepPlace(place: Rectangle): void {
    try {
      writeFileSync(`${this.placeFile}.new`, JSON.stringify(place));
      renameSync(`${this.placeFile}.new`, this.placeFile);
    } catch {
      // The next window opens in the usual place.
    }
  }
}
