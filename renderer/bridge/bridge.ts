import type { Bridge } from '../../electron/contract/bridge.ts';
import { desktopBridge } from './desktop-bridge.ts';
import { webBridge } from './web-bridge.ts';

declare global {
  interface Window {
    /** Set by the desktop app's preload. */
    readonly guidepost?: Bridge;
  }
}

/** The host: the desktop's where there is one, else the one behind this page. */
export const bridge: Bridge = window.guidepost ? desktopBridge(window.guidepost) : webBridge();
