import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultCall } from './faults/fault-call.ts';
import type { ArmReply, ArmRequest } from './router.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { ResourceStore } from './resource-store.ts';

/** A step of a request to blob storage; `next` goes on with it. */
export type BlobStep = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Does a call that comes from no client; `work` is told how its operation is to fail. Errors: those of the fault. */
export type ThroughFaults = (
  call: FaultCall,
  work: (failure: ArmRequest['failure']) => Promise<ArmReply>,
) => Promise<ArmReply>;

/** What every part of the sandbox shares. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly resources: ResourceStore;
  readonly subscription: string;
  readonly tenant: string;
  /** What lets a caller run commands on this machine; none does where it is not there. */
  readonly commandToken?: string | undefined;
  /** What goes wrong on purpose with a call that the sandbox makes itself, such as one of a template. */
  readonly throughFaults?: ThroughFaults;
  /** What happens to a request to blob storage first. */
  readonly beforeBlobs?: BlobStep;
  /** Where the sandbox keeps its files. */
  readonly folder: string;
  /** Such as http://127.0.0.1:4100; known once the server listens. */
  readonly addresses: {
    arm: string;
    blob: string;
    /** Such as :4443; empty where there is no https. */
    httpsPort: string;
  };
}
