import { invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { ResourceType } from '../providers/resource-type.ts';

const authTypes = ['PAT', 'ManagedIdentity', 'UsernamePassword', 'None', 'SAS'];

/** Connections of a workspace to something outside, such as a Git repository; what they sign in with is never shown. */
export const workspaceConnection: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/connections',
  operations: 'WorkspaceConnections',
  nameRule: {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
    sentence: 'A connection name has 3 to 33 letters, digits, hyphens and underscores.',
  },
  location: 'none',
  seconds: { create: 0, delete: 0 },
  statuses: { created: 200 },
  stateProperty: null,
  complete({ properties, existing }) {
    const { credentials, ...shown } = properties;
    if (typeof shown.authType !== 'string' || !authTypes.includes(shown.authType)) {
      throw invalidContent(`'authType' is one of ${authTypes.join(', ')}.`);
    }
    if (typeof shown.category !== 'string' || typeof shown.target !== 'string') {
      throw invalidContent("The required properties 'category' and 'target' are texts.");
    }
    return {
      properties: shown,
      secrets: isObject(credentials) ? { credentials } : (existing?.secrets ?? {}),
    };
  },
};
