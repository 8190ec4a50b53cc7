import type { OperationName } from './operations.ts';

/** What the host tells while it works; `sequence` grows by one each time. */
export type HostEvent = { readonly sequence: number; readonly at: string } & HostNews;

export type HostNews =
  | { readonly type: 'operation.started'; readonly operation: OperationName; readonly id: string }
  | {
      readonly type: 'operation.progress';
      readonly operation: OperationName;
      readonly id: string;
      readonly message: string;
      /** 0 to 1, where it is known. */
      readonly share?: number;
      /** Where the learner goes to sign in, and what they enter there. */
      readonly deviceCode?: { readonly url: string; readonly code: string };
    }
  | {
      readonly type: 'operation.ended';
      readonly operation: OperationName;
      readonly id: string;
      readonly seconds: number;
      /** The error's code, where it failed. */
      readonly error?: string;
    };
