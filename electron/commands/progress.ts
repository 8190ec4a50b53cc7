import process from 'node:process';

/** Tells on standard error what is going on: one line that is rewritten on a terminal, a line per stage elsewhere. */
export interface Progress {
  /** A stage of the work begins, or has come this far (0 to 1). */
  stage(name: string, share?: number): void;
  /** Takes the line away. */
  end(): void;
}

/** Progress for a person at a terminal, or for a log. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let current = '';
  return {
    stage(name, share) {
      if (stream.isTTY) {
        const percent = share === undefined ? '' : ` ${Math.round(share * 100)} %`;
        stream.write(`\r\x1b[K${name}${percent} …`);
      } else if (name !== current) {
        stream.write(`${name} …\n`);
      }
      current = name;
    },
    end() {
      if (stream.isTTY && current !== '') stream.write('\r\x1b[K');
      current = '';
    },
  };
}
