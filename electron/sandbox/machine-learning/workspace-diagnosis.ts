import { isObject } from '../envelope.ts';
import { acceptResult } from '../operations.ts';
import type { Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { requireWorkspace, workspaceLinks } from './workspaces.ts';

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';
/** What a diagnosis can be asked for beside those resources; a sandbox has none of it that could be wrong. */
const others: Readonly<Record<string, string>> = {
  dnsResolution: 'dnsResolutionResults',
  nsg: 'networkSecurityRuleResults',
  others: 'otherResults',
  resourceLock: 'resourceLockResults',
  udr: 'userDefinedRouteResults',
};

/** What is wrong with a workspace: which of the resources that it leans on are gone. */
export function diagnosisRoutes(world: World): Route[] {
  return [
    {
      name: 'Workspaces_Diagnose',
      method: 'POST',
      path: `${one}/diagnose`,
      handle({ path, body }) {
        const { properties } = requireWorkspace(world, path);
        const value = isObject(body) && isObject(body.value) ? body.value : {};
        const results = Object.fromEntries(
          Object.keys(value).flatMap((name): [string, Record<string, string>[]][] => {
            if (Object.hasOwn(others, name)) return [[others[name], []]];
            if (!workspaceLinks.some(([link]) => link === name)) return [];
            return [[`${name}Results`, missingOf(world, properties[name], name)]];
          }),
        );
        return acceptResult(world, 'Microsoft.MachineLearningServices', 5, { value: results });
      },
    },
  ];
}

function missingOf({ resources }: World, link: unknown, name: string): Record<string, string>[] {
  if (typeof link !== 'string' || resources.find(link)) return [];
  const code = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}NotFound`;
  return [{ code, level: 'Error', message: `The resource '${textOf(link)}' of the workspace is gone.` }];
}
