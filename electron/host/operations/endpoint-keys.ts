import { listEndpointKeys, regenerateEndpointKey } from '../../azure/online-endpoints.ts';
import { maskKey } from '../console/console-state.ts';
import { resolvePlace } from '../console/place.ts';
import { consumeCode } from '../consume-code.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { requireScope } from '../scope.ts';
import { scoringRequest } from '../scoring-request.ts';

type Row = Record<string, string | number | null>;

/** Keys of endpoints, and code that uses them. */
export const keyHandlers: OperationHandlers<
  'endpoint.consume' | 'endpoint.show-keys' | 'endpoint.regenerate-key'
> = {
  async 'endpoint.consume'(input, context) {
    const { deployment, rows, body, format } = input;
    const { scoringUri, endpoint } = await resolvePlace(context, input);
    const request = body ?? scoringRequest(rows ?? exampleRows(context, endpoint), format);
    return {
      scoringUri,
      keys: endpoint === undefined ? null : await maskedKeys(context, endpoint),
      code: consumeCode({ scoringUri, request, deployment }),
    };
  },

  'endpoint.show-keys': ({ endpoint }, context) =>
    listEndpointKeys(context.connection, requireScope(context), endpoint),

  async 'endpoint.regenerate-key'({ endpoint, key }, context) {
    const { connection, signal } = context;
    const which = key === 'primary' ? 'Primary' : 'Secondary';
    await regenerateEndpointKey(connection, requireScope(context), endpoint, which, { signal });
    return maskedKeys(context, endpoint);
  },
};

async function maskedKeys(
  context: HostContext,
  endpoint: string,
): Promise<{ primary: string; secondary: string }> {
  const { primary, secondary } = await listEndpointKeys(context.connection, requireScope(context), endpoint);
  return { primary: maskKey(primary), secondary: maskKey(secondary) };
}

/** The row that the learner sent last; an empty one where none was sent yet. */
function exampleRows({ state }: HostContext, endpoint: string | undefined): Row[] {
  const request = endpoint === undefined ? undefined : state.consoleAnswer(endpoint)?.request;
  const rows = (request as { Inputs?: { WebServiceInput0?: Row[] } } | undefined)?.Inputs?.WebServiceInput0;
  return rows?.slice(0, 1) ?? [{}];
}
