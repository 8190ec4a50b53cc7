import * as m from '../paraglide/messages.js';

const messages = m as unknown as Readonly<Record<string, ((inputs?: object) => string) | undefined>>;

/** A message by a key that is put together; the fallback where the catalogue has none. */
function message(key: string, fallback: string): string {
  return messages[key]?.() ?? fallback;
}

/** What an operation is called. */
export function operationTitle(operation: string): string {
  return message(`op_${operation.replace(/[.-]/g, '_')}`, operation);
}

/** What the button of an operation says. */
export function operationButton(operation: string): string {
  return message(`do_${operation.replace(/[.-]/g, '_')}`, m.do_it());
}

/** What a field is called. */
export function fieldLabel(field: string): string {
  return message(`field_${field}`, field);
}

/** What a choice of a field is called. */
export function choiceLabel(choice: string): string {
  return message(`choice_${choice.replaceAll('-', '_')}`, choice);
}

/** What an experiment's button says. */
export function experimentTitle(name: string): string {
  return message(`experiment_${name}`, name);
}

/** What an experiment does, in a sentence. */
export function experimentText(name: string): string {
  return message(`experiment_${name}_text`, '');
}

/** What a kind of things in a workspace is called. */
export function sectionTitle(section: string): string {
  return message(`section_${section}`, section);
}

/** What it is for, in a sentence. */
export function sectionText(section: string): string {
  return message(`section_${section}_text`, '');
}

/** How a piece of work is. */
export function workState(state: string): string {
  return message(`work_${state}`, state);
}

/** What a fact of a thing in a workspace is called. */
export function factLabel(fact: string): string {
  return message(`fact_${fact}`, fact);
}

/** What a kind of datastore or compute is called, and what it is for. */
export function kindWords(kind: string): { readonly title: string; readonly text: string } {
  return { title: message(`kind_${kind}`, kind), text: message(`kind_${kind}_text`, '') };
}
