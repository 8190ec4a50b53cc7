import type { Component, Family } from '../../../engine/components/component.ts';
import { components, findComponent } from '../../../engine/components/registry.ts';

/** A short word for a family: its colour, icon and title hang on it. */
export type FamilyKey = 'data' | 'prepare' | 'learn' | 'train' | 'score' | 'service';

const keys: Readonly<Record<Family, FamilyKey>> = {
  'Data Input and Output': 'data',
  'Data Transformation': 'prepare',
  'Machine Learning Algorithms': 'learn',
  'Model Training': 'train',
  'Model Scoring and Evaluation': 'score',
  'Web Service': 'service',
};

/** The families in the order in which data passes them. */
export const families: readonly FamilyKey[] = ['data', 'prepare', 'learn', 'train', 'score', 'service'];

/** The family of a type of component; what is not known counts as data. */
export function familyOf(type: string): FamilyKey {
  const component = findComponent(type);
  return component ? keys[component.family] : 'data';
}

/** What only an inference pipeline is made of: nobody draws these by hand. */
const derived: ReadonlySet<string> = new Set(['trained-model', 'fitted-transformation']);

/** The components that can be added and that a search finds, by family. Each text of `texts` is searched. */
export function searchComponents(
  search: string,
  texts: (component: Component) => readonly string[],
): readonly { readonly family: FamilyKey; readonly components: readonly Component[] }[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = (component: Component): boolean => {
    const text = [component.type, ...texts(component)].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return families
    .map((family) => ({
      family,
      components: components.filter(
        (component) => keys[component.family] === family && !derived.has(component.type) && fits(component),
      ),
    }))
    .filter((group) => group.components.length > 0);
}

/** The same as a list, with those first whose names hold what is searched for. */
export function rankComponents(
  search: string,
  title: (component: Component) => string,
  help: (component: Component) => string,
): readonly { readonly family: FamilyKey; readonly component: Component }[] {
  const words = search.toLowerCase().trim();
  const rank = (component: Component): number => {
    const text = title(component).toLowerCase();
    return text.startsWith(words) ? 0 : text.includes(words) ? 1 : 2;
  };
  return searchComponents(search, (component) => [title(component), help(component)])
    .flatMap((group) => group.components.map((component) => ({ family: group.family, component })))
    .sort((a, b) => rank(a.component) - rank(b.component));
}
