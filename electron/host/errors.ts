import { EngineError } from '../../engine/errors.ts';

/** Why the system refused to open, read or write a path, in words. */
function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const reasons: Record<string, string> = {
    EACCES: 'you may not open it',
    EPERM: 'you may not open it',
    EISDIR: 'it is a folder',
    ENOENT: 'there is no such file',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
    EMFILE: 'too many files are open',
    ENOTDIR: 'a part of its path is a file, not a folder',
  };
  return reasons[code] ?? `the system says ${code}`;
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
export function folderNotEmpty(folder: string): EngineError {
  return new EngineError(
    'folder-not-empty',
    `${folder} exists and holds something else than a saved model.`,
    'Name a new folder, or empty this one.',
    { folder },
  );
}
