/** What a name must look like. */
export interface NameRule {
  readonly pattern: RegExp;
  readonly sentence: string;
}

const rule = (pattern: RegExp, sentence: string): NameRule => ({ pattern, sentence });

/**
 * Azure's rules for names, by the field of an operation.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export const nameRules: Readonly<Record<string, NameRule>> = {
  resourceGroup: rule(
    /^[\w().-]{0,89}[\w()-]$/,
    '1 to 90 letters, digits, underscores, hyphens, periods and brackets; no period at the end.',
  ),
  workspace: rule(
    /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
    '3 to 33 letters, digits, hyphens or underscores; a letter or digit first.',
  ),
  storageAccount: rule(/^[a-z0-9]{3,24}$/, '3 to 24 small letters and digits.'),
  account: rule(/^[a-z0-9]{3,24}$/, '3 to 24 small letters and digits.'),
  container: rule(
    /^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/,
    '3 to 63 small letters, digits and single hyphens; a letter or digit at both ends.',
  ),
  keyVault: rule(
    /^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
    '3 to 24 letters, digits and single hyphens; a letter first.',
  ),
  datastore: rule(/^\w{1,255}$/, '1 to 255 letters, digits and underscores.'),
  endpoint: rule(
    /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/,
    '3 to 32 letters, digits and hyphens; a letter first.',
  ),
  deployment: rule(
    /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/,
    '3 to 32 letters, digits and hyphens; a letter first.',
  ),
};

/** The rules for the field "name", which belongs to another kind of resource in each operation. */
const nameOf: Readonly<Record<string, NameRule>> = {
  'compute.create-cluster': rule(
    /^[a-zA-Z][a-zA-Z0-9-]{0,22}[a-zA-Z0-9]$/,
    '2 to 24 letters, digits and hyphens; a letter first.',
  ),
  'compute.create-instance': rule(
    /^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
    '3 to 24 letters, digits and hyphens; a letter first.',
  ),
  'data.create': rule(
    /^[a-zA-Z0-9][\w.-]{0,254}$/,
    'Letters, digits, periods, hyphens and underscores; a letter or digit first.',
  ),
};

/** The rule for a field of an operation, or `undefined`. */
export function nameRuleOf(operation: string, field: string): NameRule | undefined {
  if (field === 'name') return Object.hasOwn(nameOf, operation) ? nameOf[operation] : undefined;
  return Object.hasOwn(nameRules, field) ? nameRules[field] : undefined;
}
