import { writeAtomically } from '../../store/store.ts';
import type { Index } from './azurite.ts';

/**
 * Writes Azurite's indexes to their files: a kill leaves the old or the new file of each. The first index is always
 * written before the second, so that no blob in the second refers to bytes that the first does not know.
 */
export class IndexSaver {
  private readonly extents: Index;
  private readonly blobs: Index;
  private readonly beforeSave: () => void;
  private readonly unsaved = new Set<Index>();
  private pending: Promise<void> | undefined;
  private isClosed = false;

  constructor(extents: Index, blobs: Index, beforeSave: () => void) {
    this.extents = extents;
    this.blobs = blobs;
    this.beforeSave = beforeSave;
  }

  /** Whether something was changed since the last save. */
  isDirty(): boolean {
    return this.unsaved.size > 0 || this.extents.autosaveDirty() || this.blobs.autosaveDirty();
  }

  /** Saves all that was changed before this call; callers that wait at the same time share one save. */
  save(): Promise<void> {
    this.pending ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.pending = undefined;
        try {
          this.saveNow();
          resolve();
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    return this.pending;
  }

  /** Saves at once. Errors: `store-not-writable`. */
  saveNow(): void {
    // Whoever holds the folder now may write to it; this one must not.
    if (this.isClosed) throw new Error('The blob service is closed.');
    this.beforeSave();
    this.unsaved.add(this.blobs);
    if (this.extents.autosaveDirty()) this.unsaved.add(this.extents);
    for (const index of [this.extents, this.blobs]) {
      if (!this.unsaved.has(index)) continue;
      index.autosaveClearFlags();
      writeAtomically(index.filename, index.serialize());
      this.unsaved.delete(index);
    }
  }

  /** Saves what is left, and nothing any more. */
  close(): void {
    try {
      if (this.isDirty()) this.saveNow();
    } finally {
      this.isClosed = true;
    }
  }
}
