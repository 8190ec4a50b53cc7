import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consumeCode, type ConsumeRequest } from '../../../electron/host/consume-code.ts';
import { scoringRequest } from '../../../electron/host/scoring-request.ts';
import { temporaryFolder } from '../../support/cli.ts';

/** Texts that end strings, begin comments or are no characters, among any others. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ...[
      '"',
      "'",
      '"""',
      "'''",
      '\\',
      '\\"',
      '")---"',
      ')---"',
      ')-----"',
      '$HOME',
      '`id`',
      '${process.exit()}',
    ],
    ...[
      '\n',
      '\r\n',
      '\u2028',
      '\u0085',
      '\ud800',
      '\udc00x',
      '\u0000',
      '@/etc/passwd',
      '#',
      '//',
      '*/',
      '<!--',
    ],
    ...[
      '__proto__',
      'constructor',
      '%s',
      '{0}',
      '\\u0022',
      '"; exit 1; "',
      "'; exit 1; '",
      '{"a":1}',
      '漢字',
      '😀',
    ],
  ),
);
const cell = fc.oneof(hostile, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
const rows = fc.array(
  fc.array(fc.tuple(hostile, cell), { maxLength: 4 }).map((cells) => Object.fromEntries(cells)),
  { minLength: 1, maxLength: 3 },
);
const requests: fc.Arbitrary<ConsumeRequest> = fc.record({
  scoringUri: fc
    .tuple(fc.webUrl({ withQueryParameters: true }), hostile)
    .map(
      ([url, text]) =>
        new URL(`${url}${url.includes('?') ? '&' : '?'}q=${encodeURIComponent(text.toWellFormed())}`).href,
    ),
  request: fc.oneof(
    rows.map((all) => scoringRequest(all, 'web-service')),
    rows.map((all) => scoringRequest(all, 'input_data')),
    // Typed by hand: neither JSON nor anything else.
    hostile.map((text) => text.toWellFormed().replaceAll('\u0000', '')),
  ),
  deployment: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{1,10}[a-z]$/), { nil: undefined }),
});

/** What arrives at the endpoint of a request: JSON may be laid out anew, any other text stays as it is. */
function expected({ request }: ConsumeRequest): unknown {
  return typeof request === 'string' ? asJson(request) : asJson(JSON.stringify(request));
}

const received = (body: string): unknown => asJson(body);

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const samples = fc.sample(requests, { numRuns: 250, seed: 20 });

describe('hostile names and values stay inside their strings', () => {
  it('in JavaScript', async () => {
    type Make = new (...words: string[]) => (...values: unknown[]) => Promise<void>;
    const AsyncFunction = (async () => Promise.resolve()).constructor as unknown as Make;
    for (const sample of samples) {
      let sent: [string, { body: string; headers: Record<string, string> }] | undefined;
      const fetch = (...asked: NonNullable<typeof sent>): unknown => {
        sent = asked;
        return { ok: true, json: () => ({}) };
      };
      const program = new AsyncFunction('fetch', 'process', 'console', consumeCode(sample).javascript);
      await program(fetch, { env: { ENDPOINT_KEY: 'k' } }, { log: () => undefined });
      expect(sent?.[0]).toBe(sample.scoringUri);
      expect(received(sent?.[1].body ?? '')).toEqual(expected(sample));
      expect(sent?.[1].headers['azureml-model-deployment']).toBe(sample.deployment);
    }
  });

  it('in Python', ({ skip }) => {
    const folder = temporaryFolder();
    for (const [index, sample] of samples.entries()) {
      writeFileSync(path.join(folder, `${index}.py`), consumeCode(sample).python);
    }
    const runner = `
import io, json, os, sys, urllib.request
sent = []
def urlopen(request):
    sent.append([request.full_url, request.data.decode(), request.headers.get("Azureml-model-deployment")])
    return io.BytesIO(b"{}")
urllib.request.urlopen = urlopen
os.environ["ENDPOINT_KEY"] = "k"
out, sys.stdout = sys.stdout, io.StringIO()
for index in range(${samples.length}):
    exec(compile(open(f"{sys.argv[1]}/{index}.py", encoding="utf8").read(), "main.py", "exec"), {})
out.write(json.dumps(sent))
`;
    const output = runOr('python3', ['-c', runner, folder]);
    if (output === undefined) return skip('there is no python3 on this machine');
    const sent = JSON.parse(output.toString('utf8')) as [string, string, string | null][];
    for (const [index, sample] of samples.entries()) {
      const [url, body, deployment] = sent[index];
      expect(url).toBe(sample.scoringUri);
      expect(received(body)).toEqual(expected(sample));
      expect(deployment ?? undefined).toBe(sample.deployment);
    }
  });

  it('in a shell', ({ skip }) => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const script = ["curl() { printf '%s\\0' \"$@\"; printf '\\1\\0'; }", 'ENDPOINT_KEY=k'];
    for (const [index, sample] of samples.entries()) {
      writeFileSync(path.join(folder, `${index}.sh`), consumeCode(sample).curl);
      script.push(`. '${folder}/${index}.sh'`);
    }
    writeFileSync(path.join(folder, 'main.sh'), script.join('\n'));
    const output = runOr('sh', [path.join(folder, 'main.sh')]);
    if (output === undefined) return skip('there is no sh on this machine');
    const calls = output.toString('utf8').split('\u0001\0').slice(0, -1);
    expect(calls).toHaveLength(samples.length);
    for (const [index, sample] of samples.entries()) {
      const words = calls[index].split('\0').slice(0, -1);
      expect(words[2]).toBe(sample.scoringUri);
      expect(words.at(-2)).toBe('--data-raw');
      expect(received(words.at(-1) ?? '')).toEqual(expected(sample));
      expect(words).toContain('Authorization: Bearer k');
      const headers = words.filter((word) => word.startsWith('azureml-model-deployment'));
      expect(headers).toEqual(
        sample.deployment === undefined ? [] : [`azureml-model-deployment: ${sample.deployment}`],
      );
    }
  });

  it('in C#, read by the rules of its strings', () => {
    for (const sample of samples) {
      const { strings, rest } = readCsharp(consumeCode(sample).csharp);
      const [, body] = strings;
      expect(received(body)).toEqual(expected(sample));
      expect(strings).toContain(sample.scoringUri);
      expect(rest).toBe(skeletonOf(sample, 'csharp'));
    }
  });

  it('in R, read by the rules of its strings', () => {
    for (const sample of samples) {
      const { strings, rest } = readR(consumeCode(sample).r);
      expect(received(strings[0])).toEqual(expected(sample));
      expect(strings[1]).toBe(sample.scoringUri);
      expect(rest).toBe(skeletonOf(sample, 'r'));
    }
  });
});

/** The program of a harmless request with the same parts, without its strings. */
function skeletonOf({ deployment }: ConsumeRequest, language: 'csharp' | 'r'): string {
  const code = consumeCode({ scoringUri: 'https://a.b/', request: { a: 1 }, deployment })[language];
  return (language === 'csharp' ? readCsharp(code) : readR(code)).rest;
}

interface ReadCode {
  readonly strings: string[];
  /** The program with a mark in the place of each string. */
  readonly rest: string;
}

/**
 * Source: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/lexical-structure and
 * https://learn.microsoft.com/dotnet/csharp/language-reference/tokens/raw-string
 */
function readCsharp(code: string): ReadCode {
  const strings: string[] = [];
  const rest = code.replace(
    /("{3,})\n([^]*?)\n\1(?!")|"((?:[^"\\\n\r\u0085\u2028\u2029]|\\["\\bfnrt0]|\\u[\da-f]{4})*)"/g,
    (...[, marks, raw, plain]: (string | undefined)[]) => {
      if (marks !== undefined && raw !== undefined) {
        // No run of quotes in it is as long as its ends.
        expect(raw.includes(marks)).toBe(false);
        strings.push(raw);
      } else strings.push(JSON.parse(`"${plain ?? ''}"`) as string);
      return '§';
    },
  );
  return { strings, rest };
}

/** Source: https://stat.ethz.ch/R-manual/R-devel/library/base/html/Quotes.html */
function readR(code: string): ReadCode {
  const strings: string[] = [];
  const rest = code.replace(
    /r"(-*)\(([^]*?)\)\1"|"((?:[^"\\]|\\["\\bfnrt]|\\u[\da-f]{4})*)"/g,
    (...[, dashes, raw, plain]: (string | undefined)[]) => {
      strings.push(dashes === undefined ? (JSON.parse(`"${plain ?? ''}"`) as string) : (raw ?? ''));
      return '§';
    },
  );
  return { strings, rest };
}

/** What a program prints; `undefined` where it is not installed. */
function runOr(program: string, words: string[]): Buffer | undefined {
  try {
    const env = { ...process.env, PYTHONIOENCODING: 'utf8', LC_ALL: 'C.UTF-8' };
    return execFileSync(program, words, { maxBuffer: 1 << 28, env });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
