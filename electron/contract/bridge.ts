import { operations, type OperationName, type OperationOutput } from './operations.ts';
import type { Reply } from './reply.ts';
import { sessionCalls, type SessionCallName, type SessionEvent, type SessionOutput } from './session.ts';

/** All that the app can ask the host for. */
export type CallName = OperationName | SessionCallName;

export type CallOutput<Name extends CallName> = Name extends OperationName
  ? OperationOutput<Name>
  : Name extends SessionCallName
    ? SessionOutput<Name>
    : never;

/** A file of the learner's that the host knows: the app never sees its path. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** What the page has of the host: the same in Electron and in a browser. */
export interface Bridge {
  call<Name extends CallName>(name: Name, input: unknown): Promise<Reply<CallOutput<Name>>>;
  /** Calls `listener` for each event, those since `after` first; returns what ends that. */
  subscribe(after: number, listener: (event: SessionEvent) => void): () => void;
  /** Gives the host a file that the learner has chosen or dropped. */
  addFile(file: File): Promise<FileRef>;
}

/** Whether the host answers to a name. */
export function isCall(name: string): name is CallName {
  return Object.hasOwn(operations, name) || Object.hasOwn(sessionCalls, name);
}
