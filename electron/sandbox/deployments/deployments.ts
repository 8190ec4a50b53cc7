import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ArmError, invalidContent, invalidResourceName, resourceGroupNotFound } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { registerForTemplate } from '../providers/registration.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { findRoute, type ArmReply, type ArmRequest, type Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { showDeployment, stateOf, type Deployment, type DeploymentOperation } from './show.ts';
import { resourcesOf, type DeploymentScope, type TemplateResource } from './template.ts';

const prefix = 'deployment/';

/**
 * Template deployments: the resources of a template are made in the order of their needs, each by its own PUT. What
 * has been begun is in the store; after a restart it goes on.
 */
export class Deployments {
  private readonly world: World;
  private readonly routes: () => readonly Route[];
  private readonly stop = new AbortController();
  private readonly underway = new Set<Promise<void>>();

  constructor(world: World, routes: () => readonly Route[]) {
    this.world = world;
    this.routes = routes;
  }

  /** Takes up what a restart has interrupted. */
  start(): void {
    for (const key of this.world.store.keys(prefix)) {
      const deployment = this.world.store.get(key) as Deployment;
      if (stateOf(deployment) === 'Running') this.begin(deployment.id);
    }
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.underway);
  }

  find(id: string): Deployment | undefined {
    return this.world.store.get(prefix + id.toLowerCase()) as Deployment | undefined;
  }

  /** Errors: the group or the deployment is not found. */
  require(id: string): Deployment {
    this.requireGroup(id);
    const found = this.find(id);
    if (found) return found;
    throw new ArmError(404, 'DeploymentNotFound', `Deployment '${id.split('/').at(-1)}' could not be found.`);
  }

  inside(group: string): Deployment[] {
    const { store } = this.world;
    return store.keys(`${prefix}${group.toLowerCase()}/`).map((key) => store.get(key) as Deployment);
  }

  remove(id: string): void {
    this.world.store.delete(prefix + id.toLowerCase());
  }

  /** Errors: what is wrong with the template, before anything is made. */
  put({ path, body }: ArmRequest): ArmReply {
    const name = path.split('/').at(-1) ?? '';
    if (!/^[\w().-]{1,64}$/.test(name)) {
      const rule = 'It has 1 to 64 letters, digits, underscores, parentheses, hyphens and periods.';
      throw invalidResourceName('Deployment', name, rule);
    }
    const properties = this.check(path, body);
    const existing = this.find(path);
    if (existing && stateOf(existing) === 'Running') {
      throw new ArmError(409, 'DeploymentActive', `The deployment '${existing.name}' is running.`);
    }
    const deployment: Deployment = {
      id: path,
      name,
      operationId: randomUUID(),
      startedAt: this.world.clock.now(),
      endedAt: null,
      failure: null,
      template: properties.template,
      parameters: properties.parameters ?? {},
      mode: 'Incremental',
      operations: [],
    };
    this.save(deployment);
    this.begin(path);
    const status = `https://management.azure.com${path}/operationStatuses/${deployment.operationId}?api-version=2021-04-01`;
    return {
      status: existing ? 200 : 201,
      body: showDeployment(deployment),
      headers: { 'azure-asyncoperation': status, 'retry-after-ms': '200' },
    };
  }

  /** The properties of a request whose template can be read. */
  check(path: string, body: unknown): Properties {
    const properties = isObject(body) && isObject(body.properties) ? body.properties : undefined;
    if (!properties || !isObject(properties.template)) {
      throw invalidContent(
        "A deployment needs 'properties.template'; a link to one is not covered by the sandbox.",
      );
    }
    if (/^complete$/i.test(textOf(properties.mode))) {
      throw new ArmError(
        501,
        'SandboxNotCovered',
        'The Guidepost sandbox covers deployments of the mode Incremental.',
      );
    }
    const parameters = isObject(properties.parameters) ? properties.parameters : {};
    resourcesOf(properties.template, parameters, this.scope(path));
    return properties;
  }

  private begin(id: string): void {
    const work = this.run(id).catch((error: unknown) => this.end(id, failureOf(error)));
    this.underway.add(work);
    void work.finally(() => this.underway.delete(work));
  }

  private async run(id: string): Promise<void> {
    const { template, parameters } = this.require(id);
    const resources = resourcesOf(template as Properties, parameters as Properties, this.scope(id));
    registerForTemplate(
      this.world,
      resources.map(({ type }) => type),
    );
    for (const resource of resources) {
      if (this.stop.signal.aborted) return;
      const failure = await this.make(id, resource);
      if (this.stop.signal.aborted) return;
      if (failure) {
        this.end(id, failure);
        return;
      }
    }
    this.end(id, null);
  }

  /** Makes a resource and waits until it is there; returns why it is not. */
  private async make(id: string, resource: TemplateResource): Promise<Deployment['failure']> {
    const { clock, resources } = this.world;
    const begun: DeploymentOperation = {
      id: randomUUID(),
      resource: resource.id,
      type: resource.type,
      name: resource.name,
      startedAt: clock.now(),
      endedAt: null,
      failure: null,
    };
    this.note(id, begun);
    let failure: Deployment['failure'] = null;
    try {
      await this.send(resource);
      for (let made = resources.find(resource.id); made && resources.state(made) !== 'Succeeded';) {
        if (made.failure && clock.now() >= made.readyAt) {
          failure = { ...made.failure };
          break;
        }
        await delay(Math.max(1, made.readyAt - clock.now()), undefined, { signal: this.stop.signal });
        made = resources.find(resource.id);
      }
    } catch (error) {
      if (this.stop.signal.aborted) return null;
      failure = failureOf(error);
    }
    this.note(id, { ...begun, endedAt: clock.now(), failure });
    return failure;
  }

  private async send({ id, apiVersion, body }: TemplateResource): Promise<void> {
    const query = new URLSearchParams({ 'api-version': apiVersion });
    const match = findRoute(this.routes(), 'PUT', id, query);
    if (!match) {
      throw new ArmError(
        501,
        'SandboxNotCovered',
        `The Guidepost sandbox does not cover resources such as '${id}'.`,
      );
    }
    const { route, parameters } = match;
    const text = JSON.stringify(body);
    const asked = { method: 'PUT', path: id, query, headers: {}, body, text, parameters };
    const { throughFaults } = this.world;
    if (!throughFaults) await route.handle(asked);
    else {
      const name = id.slice(id.lastIndexOf('/') + 1);
      const call = { operation: route.name, method: 'PUT', path: id, name, headers: {}, text };
      await throughFaults(call, async (failure) => route.handle({ ...asked, failure }));
    }
  }

  private note(id: string, operation: DeploymentOperation): void {
    const deployment = this.find(id);
    if (!deployment) return;
    const others = deployment.operations.filter(({ resource }) => resource !== operation.resource);
    this.save({ ...deployment, operations: [...others, operation] });
  }

  private end(id: string, failure: Deployment['failure']): void {
    const deployment = this.find(id);
    if (deployment) this.save({ ...deployment, endedAt: this.world.clock.now(), failure });
  }

  private save(deployment: Deployment): void {
    this.world.store.put(prefix + deployment.id.toLowerCase(), deployment);
  }

  requireGroup(path: string): StoredResource {
    const group = this.world.resources.find(path.split('/').slice(0, 5).join('/'));
    if (!group) throw resourceGroupNotFound(path.split('/')[4]);
    return group;
  }

  private scope(path: string): DeploymentScope {
    const { subscription, tenant, resources } = this.world;
    const { name, location } = this.requireGroup(path);
    return {
      subscription,
      tenant,
      group: name,
      location,
      reference(id) {
        const found = resources.find(id);
        if (!found) throw new ArmError(404, 'ResourceNotFound', `The resource '${id}' is not defined.`);
        return found.properties;
      },
    };
  }
}

function failureOf(error: unknown): NonNullable<Deployment['failure']> {
  if (error instanceof ArmError) return { code: error.code, message: error.message };
  return { code: 'InternalServerError', message: (error as Error).message };
}
