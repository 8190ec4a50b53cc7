import { getDeployment } from '../../azure/deployments.ts';
import { getEndpointMetrics } from '../../azure/metrics.ts';
import { getOnlineEndpoint } from '../../azure/online-endpoints.ts';
import type { HostContext, PredicateHandlers } from '../context.ts';
import { notInWorkspace } from '../errors.ts';
import { requireScope } from '../scope.ts';
import { checkResult, checkState } from './result.ts';

export const endpointPredicates: PredicateHandlers<
  | 'endpoint.exists'
  | 'endpoint.healthy'
  | 'endpoint.traffic'
  | 'endpoint.answered'
  | 'endpoint.requests-at-least'
  | 'console.answered'
> = {
  async 'endpoint.exists'({ endpoint }, context) {
    const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
    return checkState(`the endpoint ${endpoint}`, found);
  },

  async 'endpoint.healthy'({ endpoint, deployment }, context) {
    const found = await getDeployment(context.connection, requireScope(context), {
      endpoint,
      name: deployment,
    });
    return checkState(`the deployment ${deployment} of ${endpoint} is healthy`, found);
  },

  async 'endpoint.traffic'({ endpoint, traffic }, context) {
    const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
    const shares = found?.traffic ?? {};
    const names = new Set([...Object.keys(traffic), ...Object.keys(shares)]);
    return checkResult(
      found !== undefined && [...names].every((name) => (shares[name] ?? 0) === (traffic[name] ?? 0)),
      describeTraffic(traffic),
      found ? describeTraffic(shares) : 'there is no such endpoint',
    );
  },

  async 'endpoint.answered'({ endpoint, deployment }, context) {
    const { requests, failures } = await countRequests(context, endpoint, deployment);
    const answered = requests - failures;
    const who = deployment === undefined ? endpoint : `${deployment} of ${endpoint}`;
    return checkResult(answered > 0, `${who} has answered a request`, `it has answered ${answered}`);
  },

  async 'endpoint.requests-at-least'({ endpoint, expect }, context) {
    const { requests } = await countRequests(context, endpoint);
    return checkResult(requests >= expect, `at least ${expect} requests`, `${requests} were sent`);
  },

  async 'console.answered'({ endpoint }, context) {
    const answer = context.state.consoleAnswer(endpoint);
    // Whoever has seen an answer of an endpoint that is gone has to ask again.
    const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
    return checkResult(
      found !== undefined && answer?.status === 200,
      `you have seen an answer of ${endpoint}`,
      !found
        ? 'there is no such endpoint'
        : answer
          ? `the last reply had the status ${answer.status}`
          : 'you have not asked yet',
    );
  },
};

async function countRequests(
  context: HostContext,
  endpoint: string,
  deployment?: string,
): Promise<{ requests: number; failures: number }> {
  const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
  if (!found) throw notInWorkspace('endpoint', endpoint);
  return getEndpointMetrics(context.connection, found.id, deployment);
}

function describeTraffic(traffic: Readonly<Record<string, number>>): string {
  const shares = Object.entries(traffic)
    .filter(([, share]) => share > 0)
    .map(([name, share]) => `${name} ${share} %`);
  return shares.length > 0 ? shares.join(', ') : 'no traffic';
}
