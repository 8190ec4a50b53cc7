import type { Bridge } from '../../electron/contract/bridge.ts';
import { lost } from './lost.ts';

/** The desktop's host. What a page holds is not plain data; what crosses to the host is. */
export function desktopBridge(host: Bridge): Bridge {
  return {
    ...host,
    async call(name, input) {
      try {
        return await host.call(name, JSON.parse(JSON.stringify(input ?? {})));
      } catch (error) {
        return lost(error instanceof Error ? error.message : '');
      }
    },
  };
}
