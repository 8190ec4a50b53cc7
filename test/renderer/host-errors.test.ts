import { expect, it } from 'vitest';
import { faultsOfChinese } from '../support/chinese.ts';
import { engineErrors, engineErrorSamples } from '../support/engine-error-samples.ts';
import { hostErrors, hostErrorSamples } from '../support/host-error-samples.ts';
import { sampleNames } from '../support/sample-arguments.ts';

const errorModules = { ...hostErrors, ...engineErrors };
const errorSamples = { ...hostErrorSamples, ...engineErrorSamples };

/** What these modules export beside factories of errors. */
const others = new Set(
  'ArmError EngineError nearestNames listNames describeProblem didYouMean formatProblems delimiterName'.split(
    ' ',
  ),
);

type Make = (...words: unknown[]) => { readonly message: string; readonly hint?: string };

it('no factory of errors is without a sample', () => {
  for (const [name, module] of Object.entries(errorModules)) {
    const factories = Object.keys(module).filter((exported) => !others.has(exported));
    expect(Object.keys(errorSamples[name as keyof typeof errorSamples]).sort(), name).toEqual(
      factories.sort(),
    );
  }
});

it.each(Object.keys(errorModules) as (keyof typeof errorModules)[])(
  'errors of %s have their Chinese',
  (name) => {
    const factories = errorModules[name] as unknown as Readonly<Record<string, Make>>;
    const names = new Set(sampleNames.split(' '));
    const said = Object.entries(errorSamples[name] as Readonly<Record<string, readonly unknown[][]>>).flatMap(
      ([factory, samples]) =>
        samples.flatMap((words) => {
          const { message, hint = '' } = factories[factory](...words);
          return [message, hint];
        }),
    );
    expect(faultsOfChinese(said, names)).toEqual([]);
  },
);
