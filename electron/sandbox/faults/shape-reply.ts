import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { collectReply } from '../collect-reply.ts';

/** How a reply goes out. */
export interface ReplyShape {
  /** How fast it travels; without it at once. */
  readonly bytesPerSecond?: number | undefined;
  /** Whether it breaks off in the middle. */
  readonly cut?: boolean;
}

const partsPerSecond = 20;

/** Lets a reply travel slowly, or break off in the middle: whatever writes it does so as before. */
export function shapeReply(response: ServerResponse, { bytesPerSecond, cut = false }: ReplyShape): void {
  collectReply(
    response,
    (bytes) => void (cut ? breakOff(response, bytes) : sendSlowly(response, bytes, bytesPerSecond)),
  );
}

/** Sends half of a reply and cuts the connection; of an empty one nothing. */
async function breakOff(response: ServerResponse, bytes: Buffer): Promise<void> {
  const half = bytes.subarray(0, bytes.length >> 1);
  if (half.length > 0) await new Promise((resolve) => response.write(half, resolve));
  response.destroy();
}

async function sendSlowly(
  response: ServerResponse,
  bytes: Buffer,
  bytesPerSecond = Number.POSITIVE_INFINITY,
): Promise<void> {
  const size = Math.max(1, Math.ceil(Math.min(bytesPerSecond / partsPerSecond, bytes.length)));
  for (let at = 0; at < bytes.length; at += size) {
    if (response.destroyed) return;
    response.write(bytes.subarray(at, at + size));
    await delay((1000 * size) / bytesPerSecond);
  }
  response.end();
}
