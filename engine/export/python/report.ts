import { pythonText } from './literal.ts';
import { python, type PythonSection, type PythonTool, type ReportGroup } from './part.ts';

/** What a node adds to the report. */
interface ReportEntry {
  readonly group: ReportGroup;
  readonly expression: string;
  readonly node: string;
}

const groups: readonly ReportGroup[] = ['models', 'predictions', 'evaluations', 'answers'];

const printReportTool: PythonTool = {
  names: ['print_report'],
  imports: ['import json', 'import pandas as pd'],
  source: python`
def print_report(report):
    """The same for people: the strongest weights, the figures, the first predictions."""
    for node, model in report["models"].items():
        print(f"\n{node}: {model['learner']}, trained on {model['rows']} rows to predict {model['label']}")
        if "objective" in model:
            print(f"  objective {model['objective']:.6f}, intercept {model['intercept']:.6f}")
        strongest = sorted(model.get("coefficients", {}).items(), key=lambda item: -abs(item[1]))
        for name, weight in strongest[:15]:
            print(f"  {weight:+10.4f}  {name}")
    for node, results in report["evaluations"].items():
        for result in results:
            print(f"\n{node}: {result['rows']} rows, {result['label']}")
            for name, value in result["metrics"].items():
                print(f"  {name}: {value:.4f}" if isinstance(value, float) else f"  {name}: {value}")
            for name, value in result["baseline"].items():
                print(f"  baseline, {name}: {value:.4f}" if isinstance(value, float) else f"  baseline, {name}: {value}")
    for node, scored in report["predictions"].items():
        print(f"\n{node}: the first of {len(scored['rows'])} predictions, by row of the file")
        print(pd.DataFrame(scored["values"][:10], index=scored["rows"][:10], columns=scored["columns"]).to_string())
    for node, rows in report["answers"].items():
        print(f"\n{node}:\n{json.dumps(rows, indent=2, ensure_ascii=False)}")
`,
};

/** The last piece of a script: what came out, as JSON where it is asked for. */
export function reportSection(entries: readonly ReportEntry[]): PythonSection {
  const lines = groups.map((group) => {
    const own = entries.filter((entry) => entry.group === group);
    if (own.length === 0) return `    "${group}": {},`;
    const values = own.map(({ node, expression }) => `        ${pythonText(node)}: ${expression},`);
    return [`    "${group}": {`, ...values, '    },'].join('\n');
  });
  return {
    tools: [printReportTool],
    lines: [
      '# ── What came out '.padEnd(100, '─'),
      '# With --json as one line of JSON, for programs.',
      'report = {',
      ...lines,
      '}',
      'if "--json" in sys.argv:',
      '    print(json.dumps(report))',
      'else:',
      '    print_report(report)',
    ],
  };
}
