import type { Json } from '../../store/journal-line.ts';
import { ask, type Invocation } from '../console/ask.ts';
import { resolvePlace, type Place } from '../console/place.ts';
import { scoreFile } from '../console/score-file.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { scoringRequest } from '../scoring-request.ts';

/** Rows go out, answers come back. */
export const invokeHandlers: OperationHandlers<'endpoint.invoke' | 'endpoint.try' | 'endpoint.score-file'> = {
  async 'endpoint.invoke'(input, context) {
    const { deployment, rows = [], format, body, timeoutSeconds, isKept } = input;
    const place = await resolvePlace(context, input);
    const sent = body ?? JSON.stringify(scoringRequest(rows, format));
    const reply = await ask(context, place, { body: sent, deployment, timeoutSeconds });
    if (isKept) note(context, place, { sent, asked: deployment, reply });
    return reply;
  },

  async 'endpoint.try'(input, context) {
    const { deployment, rows, format, timeoutSeconds } = input;
    const place = await resolvePlace(context, input);
    return ask(context, place, { body: scoringRequest(rows, format), deployment, timeoutSeconds });
  },

  'endpoint.score-file': (input, context) => scoreFile(input, context),
};

/** Keeps what was asked; what an endpoint of the workspace has answered is also what a lesson's check looks at. */
function note(
  { state }: HostContext,
  { id, scoringUri, endpoint }: Place,
  { sent, asked, reply }: { sent: string; asked: string | undefined; reply: Invocation },
): void {
  const { status, response, deployment, milliseconds, problem } = reply;
  state.console.note(id, {
    deployment,
    asked: asked ?? null,
    status,
    milliseconds,
    request: sent,
    response: typeof response === 'string' ? response : JSON.stringify(response),
    problem: problem?.message ?? null,
  });
  if (endpoint === undefined) return;
  state.noteConsoleAnswer(endpoint, {
    scoringUri,
    request: reply.request as Json,
    status,
    response: response as Json,
  });
}
