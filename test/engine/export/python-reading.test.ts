import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { expectAgreement } from '../../support/compare-script.ts';
import { runBoth, type TestFile } from '../../support/exported-script.ts';
import { draw } from '../../support/inference-drawings.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';

const python = pythonOrReason();

/** Nothing but a file that is read and handed back. */
const reading = draw({ data: ['dataset'], out: ['web-service-output'] }, [['data.table', 'out.table']]);

const files: [string, TestFile][] = [
  ['commas and CRLF', { content: 'a,b,c\r\n1,x,\r\n2.50,"y, z",3\r\n' }],
  ['semicolons and decimal commas', { content: 'a;b\n1,5;x\n-2,25e3;y\n;z\n' }],
  ['tabs, with blanks around cells', { content: 'a\tb\n 1 \t x y \n2\t" z "\n' }],
  ['bars', { content: 'a|b\n1|x\n2|y\n' }],
  ['runs of blanks', { content: '  a   b\n 1.5  x\n  2   y \n10  z\n' }],
  ["Excel's first line", { content: 'sep=;\na;b\n1;x\n2;y\n' }],
  ['quotes in quotes, line ends in quotes', { content: 'a,b\n"say ""no""",1\n"two\nlines",2\n"",3\n' }],
  ['carriage returns alone', { content: 'a,b\r1,x\r2,y\r' }],
  ['UTF-8 with a mark', { content: '\ufeffa,收入\n1,高\n2,😀\n' }],
  ['UTF-16', { content: new Uint8Array(Buffer.from('\ufeffa,b\n1,é\n2,收\n', 'utf16le')) }],
  [
    'Windows-1252, also its five unused bytes',
    {
      content: Uint8Array.from([
        ...Buffer.from('n\xe4me,b\n1,\x80'),
        0x81,
        10,
        ...Buffer.from('2,\xe9\n', 'latin1'),
      ]),
    },
  ],
  ['names that are empty or repeat', { content: 'a,,a,a_2,\n1,2,3,4,\n5,6,7,8,\n' }],
  ['names of rows without a name of their own', { content: 'x,y\n"r1",1,2\n"r2",3,4\n"r3",5,6\n' }],
  ['no header', { content: '1,2\n3,4\n5,x\n', options: { header: false } }],
  ['blank lines, and rows of commas at the end', { content: 'a,b\n\n1,2\n,\n3,4\n\n,\n,,\n' }],
  [
    'rows that are too long or short, left out',
    { content: 'a,b\n1,2\n3\n4,5,6\n7,8,\n', options: { badRows: 'skip' } },
  ],
  ['codes that are no numbers', { content: 'a,b,c,d\n007,1234567890123456,1.,.5\n12,1,2e3,-0\n' }],
  ['the usual marks of a gap', { content: 'a,b\nNA,x\n1,null\n?,N/A\n3,y\nNone,#N/A\n' }],
  [
    'marks of its own',
    { content: 'a,b\nNA,x\n1,-\n0,none\n', options: { missingValues: ['-', 'none', '0'] } },
  ],
  [
    'a number that stands for a gap',
    {
      content: `a,b\n${Array.from({ length: 40 }, (_, i) => `${i % 9 === 0 ? -200 : i},${i % 2 === 0 ? -99 : i}`).join('\n')}\n`,
    },
  ],
  ['infinite numbers', { content: 'a,b\n1,x\ninf,y\n-Infinity,z\n1e999,w\n' }],
  [
    'columns left out, numbers as texts',
    { content: 'a,b,c\n1,2.50,3\n1e-7,1e21,x\n0.00001,3,y\n', dropColumns: ['c'], textColumns: ['a', 'b'] },
  ],
  ['one column, with empty cells in quotes', { content: 'a\n1\n""\n\n2\n' }],
];

describe.skipIf(!python)('a script reads a file as the engine reads it', () => {
  let session: PythonSession;
  beforeAll(() => {
    session = new PythonSession();
  });
  afterAll(() => session.end());

  it.each(files)('%s', async (_, file) => {
    const { engine, report, error } = await runBoth(session, temporaryFolder(), reading, file);
    expect(error).toBe('');
    expect(engine.status).toBe('completed');
    expectAgreement(engine, report!);
  });

  it('for random cells in random dialects', async () => {
    const folder = temporaryFolder();
    const cell = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('', ' ', 'x', 'NA', '-1', '007', '1.5', '2,5', '1e3', '.5', '5.', '+2'),
      },
      {
        weight: 1,
        arbitrary: fc.string({ unit: fc.constantFrom('a', '"', ',', ';', ' ', '\t', '\n', '1', '.', 'é') }),
      },
    );
    const file = fc.record({
      rows: fc
        .integer({ min: 1, max: 3 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 8 }),
        ),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      decimal: fc.constantFrom<'.' | ','>('.', ','),
      quoteAll: fc.boolean(),
    });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, delimiter, lineEnd, decimal, quoteAll }) => {
        const header = rows[0].map((_, i) => `c${i}`);
        const write = (text: string): string =>
          quoteAll || /["\r\n\t]/.test(text) || text.includes(delimiter) || text.trim() !== text
            ? `"${text.replaceAll('"', '""')}"`
            : text;
        const content = [header, ...rows].map((row) => row.map(write).join(delimiter) + lineEnd).join('');
        const options = { delimiter, decimal, header: true };
        let both;
        try {
          both = await runBoth(session, folder, reading, { content, options });
        } catch {
          return; // the engine refuses the file: nothing but gaps, or no row
        }
        expect(both.error, both.script).toBe('');
        expectAgreement(both.engine, both.report!);
        read++;
      }),
      { numRuns: 100 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
