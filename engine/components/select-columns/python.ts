import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { isTextTool } from '../../export/python/tables.ts';
import type { ColumnRules } from '../column-rules.ts';
import { selectColumns } from './select-columns.ts';

/** The columns that rules choose. */
export const chooseColumnsTool: PythonTool = {
  names: ['choose_columns'],
  imports: ['import re'],
  needs: [isTextTool],
  source: python`
def choose_columns(table, begin_with, rules):
    """The names of the columns that the rules choose, one rule after the other."""
    chosen = dict.fromkeys(table.columns, begin_with == "all")
    for action, by, what in rules:
        if by == "name":
            names = what
        elif by == "type":
            names = [name for name in chosen if is_text(table[name]) == (what == "category")]
        else:  # a pattern, in which * stands for any characters
            pattern = ".*".join(re.escape(part) for part in what.split("*"))
            names = [name for name in chosen if re.fullmatch(pattern, name, re.DOTALL)]
        for name in names:
            if name not in chosen:
                raise KeyError(f"There is no column {name!r}. The columns are {list(chosen)}.")
            chosen[name] = action == "include"
    return [name for name, is_chosen in chosen.items() if is_chosen]
`,
};

/** Rules as the tool takes them. */
export function pythonRules({ rules }: ColumnRules): unknown[] {
  return rules.map((rule) => [
    rule.action,
    rule.by,
    rule.by === 'name' ? rule.names : rule.by === 'type' ? rule.type : rule.pattern,
  ]);
}

export const selectColumnsPython = definePythonPart(selectColumns, (node) => {
  const { columns } = node.settings;
  const beginWith = node.constant('begin_with', columns.beginWith);
  const rules = node.constant('rules', pythonRules(columns));
  const table = node.input('table');
  return {
    tools: [chooseColumnsTool],
    lines: [`${node.output('table')} = ${table}[choose_columns(${table}, ${beginWith}, ${rules})]`],
  };
});
