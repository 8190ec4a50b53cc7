import type { Reply } from '../../electron/contract/reply.ts';
import * as m from '../paraglide/messages.js';

/** The reply where the host gives none. */
export function lost(message: string): Reply<never> {
  return {
    ok: false,
    error: {
      code: 'host-lost',
      message: message || m.host_lost(),
      hint: m.host_lost_hint(),
      retryable: true,
      correlationId: '',
    },
  };
}
