import { batchScoringRoutes } from '../batch-endpoints/routes.ts';
import { mlflowRoutes } from '../mlflow/routes.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { assetRoutes } from './asset-versions.ts';
import { computeRoutes } from './computes.ts';
import { datastoreRoutes } from './datastores.ts';
import { discoveryRoutes } from './discovery.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { jobRoutes } from '../jobs/jobs.ts';
import { notebookRoutes } from './notebooks.ts';
import { runDataRoutes } from '../jobs/run-data.ts';
import { runHistoryRoutes } from '../jobs/run-history.ts';
import { ScheduleRunner } from '../jobs/schedule-runner.ts';
import { usageRoutes } from './usages.ts';
import { diagnosisRoutes } from './workspace-diagnosis.ts';
import { workspaceFeatureRoutes } from './workspace-features.ts';
import { repairWorkspaces, workspaceRoutes } from './workspaces.ts';

/** Starts what a workspace is: its routes, and the runner that takes up unfinished jobs. */
export async function startMachineLearning(
  world: World,
): Promise<{ routes: Route[]; close(): Promise<void> }> {
  await repairWorkspaces(world);
  const runner = new JobRunner(world);
  runner.start();
  const schedules = new ScheduleRunner(world, runner);
  schedules.start();
  return {
    routes: [
      ...workspaceRoutes(world),
      ...datastoreRoutes(world),
      ...assetRoutes(world),
      ...computeRoutes(world),
      ...jobRoutes(world, runner),
      ...batchScoringRoutes(world, runner),
      ...schedules.routes(),
      ...runHistoryRoutes(world),
      ...runDataRoutes(world),
      ...mlflowRoutes(world),
      ...discoveryRoutes(world),
      ...usageRoutes(world),
      ...diagnosisRoutes(world),
      ...notebookRoutes(world),
      ...workspaceFeatureRoutes(world),
    ],
    async close() {
      schedules.close();
      await runner.close();
    },
  };
}
