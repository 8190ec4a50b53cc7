import type { EngineClient } from '../../workers/engine/engine-client.ts';

/** Where the results of components are looked at: those of a run on this machine, or those of a job. */
export type OutputAccess = Pick<EngineClient, 'columns' | 'rowCount' | 'rows' | 'profile' | 'output'>;
