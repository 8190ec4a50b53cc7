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
            print(f"  objective: {model['objective']:.6f}")
        by_class = model.get("classCoefficients") or {"": model.get("coefficients", {})}
        for name, coefficients in by_class.items():
            if name:
                print(f"  weights of {name}:")
            for column in sorted(coefficients, key=lambda column: -abs(coefficients[column]))[:15]:
                print(f"  {coefficients[column]:+10.4f}  {column}")
    for node, results in report["evaluations"].items():
        for result in results:
            print(f"\n{node}: {result['rows']} rows with a {result['label']}")
            baseline = {f"baseline {name}": value for name, value in result["baseline"].items()}
            for name, value in {**result["metrics"], **baseline}.items():
                print(f"  {name}: {value:.4f}" if isinstance(value, float) else f"  {name}: {value}")
    for node, scored in report["predictions"].items():
        print(f"\n{node}: the first of {len(scored['rows'])} predictions, by row of the file")
        first = pd.DataFrame(scored["values"][:10], scored["rows"][:10], scored["columns"])
        print(first.to_string())
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
