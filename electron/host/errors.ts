import { columnNotFound, EngineError, listNames, nearestNames } from '../../engine/errors.ts';

/** Why the system refused to open, read or write a path, in words. */
function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const reasons: Record<string, string> = {
    EACCES: 'you may not open it',
    EPERM: 'you may not open it',
    EISDIR: 'it is a folder',
    ENOENT: 'there is no such file or folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
    EMFILE: 'too many files are open',
    ENOTDIR: 'a part of its path is a file, not a folder',
    EEXIST: 'a file of this name is there',
    ENAMETOOLONG: 'its name is too long',
  };
  return reasons[code] ?? (code === '' ? 'the system does not say why' : `the system says ${code}`);
}

/** A file could not be opened or read. */
export function fileNotReadable(file: string, error: unknown): EngineError {
  return new EngineError(
    'file-not-readable',
    `${file} cannot be read: ${reasonOf(error)}.`,
    'Check the name and the folder that you are in.',
    { file },
  );
}

/** A folder could not be written. */
export function folderNotWritable(folder: string, error: unknown): EngineError {
  return new EngineError(
    'folder-not-writable',
    `${folder} cannot be written: ${reasonOf(error)}. Nothing was changed.`,
    'Choose another folder, or make room.',
    { folder },
  );
}

/** A folder holds something else than an earlier result of the same command. */
export function folderNotEmpty(folder: string, strangers: readonly string[]): EngineError {
  return new EngineError(
    'folder-not-empty',
    `${folder} holds something else than a saved model: ${listNames(strangers, 3)}. Nothing was changed.`,
    'Name a new folder, or empty this one.',
    { folder, strangers: strangers.slice(0, 100) },
  );
}

/** No workspace was created or chosen yet. */
export function noWorkspace(): EngineError {
  return new EngineError(
    'no-workspace',
    'There is no workspace to work in yet.',
    'Create one first: it is the step "workspace" of the lesson.',
  );
}

/** A drawing was named that the host does not have. */
export function noDrawing(name: string, drawings: readonly string[]): EngineError {
  return new EngineError(
    'no-drawing',
    `There is no pipeline "${name}".`,
    drawings.length > 0 ? `There is ${listNames(drawings)}.` : 'Draw one and save it first.',
    { name, drawings },
  );
}

/** A drawing was never submitted. */
export function noSubmission(pipeline: string, submitted: readonly string[]): EngineError {
  return new EngineError(
    'no-submission',
    `The pipeline "${pipeline}" was not submitted yet.`,
    submitted.length > 0 ? `Submitted are ${listNames(submitted)}.` : 'Submit it first.',
    { pipeline, submitted },
  );
}

/** Something that an operation needs is not in the workspace. */
export function notInWorkspace(kind: string, name: string): EngineError {
  return new EngineError(
    'not-in-workspace',
    `The workspace has no ${kind} "${name}".`,
    'Check its name, or create it first.',
    { kind, name },
  );
}

/** A job ended otherwise than hoped. */
export function jobNotCompleted(job: string, status: string, why: string): EngineError {
  return new EngineError(
    'job-not-completed',
    `The job ${job} is ${status.toLowerCase()}${why === '' ? '' : `: ${why}`}.`,
    'Look into its log, mend the pipeline, and submit it again.',
    { job, status },
  );
}

/** A component has put nothing out in a job: it has not completed. */
export function noJobOutput(job: string, node: string, port: string): EngineError {
  return new EngineError(
    'no-job-output',
    `The job ${job} has no output "${port}" of "${node}".`,
    'Wait until the component has completed; where it failed, its log says why.',
    { job, node, port },
  );
}

/** An operation or predicate was asked for with arguments that do not fit. */
export function badArguments(what: string, problem: string): EngineError {
  return new EngineError('bad-arguments', `${what}: ${problem}.`, 'Correct the argument and try again.', {
    what,
  });
}

/** A question was answered that no step of the lesson asks. */
export function noQuestion(id: string): EngineError {
  return new EngineError(
    'no-question',
    `The lesson has no question "${id}".`,
    'Check its name in the lesson.',
    { question: id },
  );
}

/** An operation that belongs to a lesson was asked for while none is open. */
export function noLesson(): EngineError {
  return new EngineError('no-lesson', 'No lesson is open.', 'Open a lesson first.');
}

/** A data asset should leave out a column that the file does not have. */
export function dataColumnNotFound(column: string, file: string, columns: readonly string[]): EngineError {
  return columnNotFound(column, columns, file);
}

/** A drawing's dataset has no data asset. */
export function datasetWithoutAsset(dataset: string): EngineError {
  return new EngineError(
    'dataset-without-asset',
    `The pipeline's dataset "${dataset}" has no data asset.`,
    'Say which data asset it stands for.',
    { dataset },
  );
}

/** A lesson was named that is not there. */
export function lessonNotFound(written: string, known: readonly string[]): EngineError {
  const near = nearestNames(written, known);
  return new EngineError(
    'lesson-not-found',
    `There is no lesson "${written}": neither one that comes with Guidepost, nor a folder with a pack.yaml.`,
    near.length > 0
      ? `Did you mean ${listNames(near)}?`
      : `Lessons that come with Guidepost: ${listNames(known)}.`,
    { written },
  );
}

/** A step was named that the lesson does not have. */
export function stepNotFound(written: string, steps: readonly string[]): EngineError {
  const near = nearestNames(written, steps);
  return new EngineError(
    'step-not-found',
    `The lesson has no step "${written}".`,
    near.length > 0 ? `Did you mean ${listNames(near)}?` : `Its steps are ${listNames(steps, 30)}.`,
    { step: written },
  );
}

/** A page names a file that the host does not have. */
export function fileNotKnown(): EngineError {
  return new EngineError('file-not-known', 'The file is no longer there.', 'Choose it again.');
}

/** This host has no way to sign in: it plays in the sandbox alone. */
export function noAzureHere(): EngineError {
  return new EngineError(
    'no-azure-here',
    'Azure cannot be reached from here.',
    'Open Guidepost’s window or its page in a browser, and sign in there.',
  );
}

/** A page asks for something that is no longer in the workspace. */
export function notInStudio(name: string): EngineError {
  return new EngineError(
    'not-in-workspace',
    `The workspace has no "${name}".`,
    'Look at the list again: it may have been deleted.',
    { name },
  );
}

/** An attempt was named that is not there. */
export function attemptNotFound(suffix: string): EngineError {
  return new EngineError(
    'attempt-not-found',
    `There is no attempt "${suffix}" at this lesson.`,
    'Choose one of the list, or begin a new one.',
    { suffix },
  );
}

/** Work that cannot be paused was asked to pause, or work that is not paused to go on. */
export function workNotPaused(): EngineError {
  return new EngineError(
    'work-not-paused',
    'This is not paused.',
    'Look at the list of work again: it may have ended.',
  );
}

/** A learner's table lacks columns that the lesson works with. */
export function tableColumnsMissing(
  file: string,
  missing: readonly string[],
  columns: readonly string[],
): EngineError {
  return new EngineError(
    'table-columns-missing',
    `${file} has no column ${listNames(missing)}; its columns are ${listNames(columns, 15)}.`,
    'Choose a file with the same columns as the lesson’s table.',
    { missing },
  );
}

/** What a learner has entered as the address of an endpoint cannot be asked. */
export function addressNotUsable(written: string, why: string): EngineError {
  return new EngineError(
    'address-not-usable',
    `"${written}" ${why}.`,
    'Enter the whole scoring address, such as https://example.com/score.',
    { written, why },
  );
}

/** A host that is none of the learner's was asked before they have said that they trust it. */
export function hostNotConfirmed(host: string): EngineError {
  return new EngineError(
    'host-not-confirmed',
    `${host} is none of your workspace's hosts.`,
    'Say first that you trust it: rows and a key go there.',
    { host },
  );
}

/** A file for an endpoint has too many rows. */
export function tooManyRows(file: string, rows: number, most: number): EngineError {
  return new EngineError(
    'too-many-rows',
    `${file} has ${rows} rows; at most ${most} are sent.`,
    'Divide the file, or score it in a pipeline.',
    { file, rows, most },
  );
}

/** A file lacks columns that the model of an endpoint takes. */
export function requestColumnsMissing(
  file: string,
  missing: readonly string[],
  columns: readonly string[],
  shared: number,
): EngineError {
  return new EngineError(
    'request-columns-missing',
    `${file} has no column ${listNames(missing)}, which the model takes; its columns are ${listNames(columns, 15)}.`,
    shared > 0
      ? 'Choose a file with these columns, or send gaps in their place.'
      : 'Choose a file with the columns of the model.',
    { missing, columns: columns.slice(0, 100), shared },
  );
}

/** Nobody knows which columns a deployment takes. */
export function schemaNotKnown(endpoint: string): EngineError {
  return new EngineError(
    'schema-not-known',
    `Neither the model nor the endpoint ${endpoint} says which columns a request has.`,
    'Write the request as JSON.',
    { endpoint },
  );
}
