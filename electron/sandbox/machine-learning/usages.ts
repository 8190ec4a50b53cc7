import { invalidContent } from '../arm-error.ts';
import { isObject, locations } from '../envelope.ts';
import { ArmError } from '../arm-error.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { coresInUse, hasQuota, quotaOf, setQuota } from './cores.ts';
import { coreQuota, vmSizes } from './vm-sizes.ts';

const provider = 'Microsoft.MachineLearningServices';
const place = `/subscriptions/{subscriptionId}/providers/${provider}/locations/{location}`;
const families = [...new Set(vmSizes.map(({ family }) => family))];

/** The sizes of machines in a region, and how much of the quota is used. */
export function usageRoutes(world: World): Route[] {
  return [
    {
      name: 'VirtualMachineSizes_List',
      method: 'GET',
      path: `${place}/vmSizes`,
      handle(request) {
        requireLocation(request);
        const supportedComputeTypes = ['AmlCompute', 'ComputeInstance'];
        return { status: 200, body: { value: vmSizes.map((size) => ({ ...size, supportedComputeTypes })) } };
      },
    },
    {
      name: 'Usages_List',
      method: 'GET',
      path: `${place}/usages`,
      handle: (request) => listUsages(world, request),
    },
    {
      name: 'Quotas_List',
      method: 'GET',
      path: `${place}/quotas`,
      handle: (request) => listQuotas(world, request),
    },
    {
      name: 'Quotas_Update',
      method: 'POST',
      path: `${place}/updateQuotas`,
      handle: (request) => updateQuotas(world, request),
    },
  ];
}

function requireLocation({ parameters }: ArmRequest): string {
  const location = parameters.location.toLowerCase().replaceAll(' ', '');
  if (locations.includes(location)) return location;
  throw new ArmError(
    400,
    'LocationNotSupported',
    `The location '${parameters.location}' is not one of ${locations.join(', ')}.`,
  );
}

function workspacesOf({ resources, subscription }: World, location: string): string[] {
  return resources
    .inside(`/subscriptions/${subscription}`, `${provider}/workspaces`)
    .filter((workspace) => workspace.location === location)
    .map(({ id }) => id);
}

function named(family: string): object {
  return { unit: 'Count', name: { value: family, localizedValue: family } };
}

/** What is used of each family: of the whole subscription, then by workspaces that use some. */
function listUsages(world: World, request: ArmRequest): ArmReply {
  const location = requireLocation(request);
  const scopes = workspacesOf(world, location);
  const subscription = `/subscriptions/${world.subscription}`;
  const value = families.flatMap((family) => {
    const used = scopes.map((id) => ({ id, cores: coresInUse(world, id, family) }));
    return [
      {
        id: `${subscription}/providers/${provider}/locations/${location}/usages/${family}`,
        type: `${provider}/vmFamily/dedicatedCores/usages`,
        currentValue: used.reduce((sum, { cores }) => sum + cores, 0),
        limit: coreQuota,
        ...named(family),
      },
      ...used
        .filter(({ cores }) => cores > 0)
        .map(({ id, cores }) => ({
          id: `${id}/usages/${family}`,
          amlWorkspaceLocation: location,
          type: `${provider}/workspaces/dedicatedCores/usages`,
          currentValue: cores,
          limit: quotaOf(world, id, family),
          ...named(family),
        })),
    ];
  });
  return { status: 200, body: { value } };
}

/** What may be used of each family: by the subscription, then by workspaces that have a quota of their own. */
function listQuotas(world: World, request: ArmRequest): ArmReply {
  const location = requireLocation(request);
  const scopes = workspacesOf(world, location);
  const value = families.flatMap((family) => [
    {
      id: `${request.path}/${family}`,
      type: `${provider}/vmFamily/dedicatedCores/quotas`,
      limit: coreQuota,
      ...named(family),
    },
    ...scopes
      .filter((id) => hasQuota(world, id, family))
      .map((id) => ({
        id: `${id}/quotas/${family}`,
        amlWorkspaceLocation: location,
        type: `${provider}/workspaces/quotas`,
        limit: quotaOf(world, id, family),
        ...named(family),
      })),
  ]);
  return { status: 200, body: { value } };
}

function updateQuotas(world: World, { body }: ArmRequest): ArmReply {
  const asked = isObject(body) ? body.value : undefined;
  if (!Array.isArray(asked)) throw invalidContent("The required property 'value' is a list of quotas.");
  const value = asked.map((quota) => {
    if (!isObject(quota)) throw invalidContent('A quota is an object.');
    const { limit } = quota;
    const [, workspace = '', family = ''] = /^(.+)\/quotas\/([^/]+)$/i.exec(textOf(quota.id)) ?? [];
    const status = statusOf(world, workspace, family, limit);
    if (status === 'Success') setQuota(world, workspace, family, Number(limit));
    return {
      id: textOf(quota.id),
      type: `${provider}/workspaces/quotas`,
      limit: Number.isInteger(limit) ? limit : 0,
      unit: 'Count',
      status,
    };
  });
  return { status: 200, body: { value } };
}

function statusOf(world: World, workspace: string, family: string, limit: unknown): string {
  if (!world.resources.find(workspace)) return 'Failure';
  const known = families.find((name) => name.toLowerCase() === family.toLowerCase());
  if (known === undefined) return 'InvalidVMFamilyName';
  if (!Number.isInteger(limit) || Number(limit) < 0) return 'Failure';
  if (Number(limit) > coreQuota) return 'InvalidQuotaExceedsSubscriptionLimit';
  const used = coresInUse(world, workspace, known);
  return Number(limit) < used ? 'InvalidQuotaBelowClusterMinimum' : 'Success';
}
