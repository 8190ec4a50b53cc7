import { createHash } from 'node:crypto';
import { EngineError } from '../../engine/errors.ts';
import { call, find } from './call.ts';
import type { Connection } from './connection.ts';
import { nameOfId } from './ids.ts';
import { requestJson } from './request.ts';

const apiVersion = '2022-04-01';

/** Who may do what. */
export interface RoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
}

interface Listed {
  readonly value: readonly {
    readonly id: string;
    readonly name: string;
    readonly properties: { readonly principalId: string; readonly roleDefinitionId: string };
  }[];
}

/** The definition of a role by its name, such as Contributor. */
export async function findRoleDefinition(
  connection: Connection,
  scope: string,
  role: string,
): Promise<{ id: string } | undefined> {
  const filter = encodeURIComponent(`roleName eq '${role.replaceAll("'", "''")}'`);
  const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions?api-version=${apiVersion}&$filter=${filter}`;
  const found = (await find(() => requestJson(connection, 'GET', path))) as Listed | undefined;
  return found?.value[0];
}

/**
 * Gives somebody a role at a scope. The same assignment is made once, however often it is asked for.
 * Error: `no-such-role`.
 */
export async function createRoleAssignment(
  connection: Connection,
  options: { readonly scope: string; readonly role: string; readonly principalId: string },
): Promise<RoleAssignment> {
  const { scope, role, principalId } = options;
  const definition = await findRoleDefinition(connection, scope, role);
  if (!definition) throw noSuchRole(role);
  const assignments = await listRoleAssignments(connection, scope);
  const existing = assignments.find(
    (assignment) =>
      assignment.principalId === principalId &&
      nameOfId(assignment.roleDefinitionId) === nameOfId(definition.id),
  );
  if (existing) return existing;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${uuidOf(scope, role, principalId)}`;
  const body = { properties: { roleDefinitionId: definition.id, principalId, principalType: 'User' } };
  const made = (await call(() =>
    requestJson(connection, 'PUT', `${path}?api-version=${apiVersion}`, body),
  )) as Listed['value'][number];
  return toAssignment(made);
}

/** Who has which role at a scope; those of the scopes above it are among them. */
export async function listRoleAssignments(connection: Connection, scope: string): Promise<RoleAssignment[]> {
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=${apiVersion}`;
  const found = (await find(() => requestJson(connection, 'GET', path))) as Listed | undefined;
  return found?.value.map(toAssignment) ?? [];
}

/** Takes a role away; an assignment that is gone already is no error. */
export async function deleteRoleAssignment(connection: Connection, id: string): Promise<void> {
  await find(() => requestJson(connection, 'DELETE', `${id}?api-version=${apiVersion}`));
}

function toAssignment({ id, properties }: Listed['value'][number]): RoleAssignment {
  return { id, principalId: properties.principalId, roleDefinitionId: properties.roleDefinitionId };
}

/** The name of an assignment: the same for the same words. */
function uuidOf(...words: string[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

function noSuchRole(role: string): EngineError {
  return new EngineError(
    'no-such-role',
    `Azure has no role "${role}".`,
    'Write its name as Azure does, such as AzureML Data Scientist, Contributor or Reader.',
    { role },
  );
}
