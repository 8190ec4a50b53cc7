const window = 3000;

/** How fast an upload goes, over its last seconds. */
export class UploadSpeed {
  private samples: { readonly at: number; readonly bytes: number }[] = [];
  bytesPerSecond = $state<number>();

  /** Notes how much has arrived. */
  note(bytes: number): void {
    const at = performance.now();
    this.samples = [...this.samples.filter((sample) => at - sample.at < window), { at, bytes }];
    const [first] = this.samples;
    const seconds = (at - first.at) / 1000;
    if (seconds > 0.2) this.bytesPerSecond = (bytes - first.bytes) / seconds;
  }

  /** What was noted belongs to an upload that has ended. */
  forget(): void {
    this.samples = [];
    this.bytesPerSecond = undefined;
  }
}
