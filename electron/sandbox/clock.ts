/** The sandbox's time: what takes Azure a minute takes the sandbox less, by a factor that is a setting. */
export interface Clock {
  /** Milliseconds since 1970, by this machine's clock. */
  now(): number;
  /** How long something takes here that takes Azure so many seconds, in milliseconds. */
  duration(azureSeconds: number): number;
}

/** A clock that runs `factor` times as fast as Azure; 1 is Azure's own pace. */
export function createClock(factor: number, now: () => number = Date.now): Clock {
  return { now, duration: (azureSeconds) => (azureSeconds * 1000) / factor };
}
