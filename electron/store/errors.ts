import { EngineError } from '../../engine/errors.ts';

/** Another process works on the same folder. */
export function storeInUse(folder: string, pid: number): EngineError {
  return new EngineError(
    'store-in-use',
    `Another Guidepost (process ${pid}) works in ${folder}.`,
    'Close it first, or choose another folder with --data DIR, --state DIR or GUIDEPOST_HOME.',
    { folder, pid },
  );
}

/** The folder was written by a newer Guidepost. */
export function storeNewer(file: string, found: number, known: number): EngineError {
  return new EngineError(
    'store-newer',
    `${file} was written by a newer Guidepost (format ${found}, this one knows ${known}). Nothing was changed.`,
    'Update Guidepost, or choose another folder with --data DIR, --state DIR or GUIDEPOST_HOME.',
    { file, found, known },
  );
}

/** A file of the store is damaged somewhere else than at its end. */
export function storeDamaged(file: string, line: number, why: string): EngineError {
  return new EngineError(
    'store-damaged',
    `${file}, line ${line}, is damaged (${why}). Nothing was changed.`,
    'Put a copy of the folder back if you have one; or move the folder away and start anew.',
    { file, line, why },
  );
}

/** The store could not be read or written. */
export function storeNotWritable(file: string, error: unknown): EngineError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'you may not write there',
    ENOTDIR: 'there is a file where a folder should be',
    EPERM: 'you may not write there',
    EROFS: 'the disk is read-only',
  };
  return new EngineError(
    'store-not-writable',
    `${file} cannot be written: ${reasons[code] ?? `the system says ${code}`}. What was stored before is kept.`,
    'Make room, or choose another folder with --data DIR, --state DIR or GUIDEPOST_HOME; then try again.',
    { file, code },
  );
}
