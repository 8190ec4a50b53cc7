import { findComponent } from '../../engine/components/registry.ts';
import { registeredName } from '../../engine/export/pipeline-job.ts';

/** A component as Azure Machine Learning registers it: `componentSpec` of a component version. */
export interface ComponentSpecification {
  readonly name: string;
  readonly version: string;
  readonly [key: string]: unknown;
}

const environment = 'azureml:AzureML-sklearn-1.0-ubuntu20.04-py38-cpu@latest';

/**
 * A component's ports as folders and its settings as one JSON text, run by a command.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-component-command
 */
export function componentSpecification(type: string): ComponentSpecification {
  const component = findComponent(type);
  if (!component) throw new Error(`There is no component "${type}".`);
  const inputs = Object.entries(component.inputs);
  const outputs = Object.entries(component.outputs);
  const rows =
    type === 'web-service-input' ? [['rows', 'The rows that stand in for a request.'] as const] : [];
  const words = [
    `python -m guidepost_components ${type}`,
    "--settings '${{inputs.settings}}'",
    ...rows.map(([name]) => `--${name} \${{inputs.${name}}}`),
    ...inputs.map(([port, { optional }]) =>
      optional ? `$[[--${port} \${{inputs.${port}}}]]` : `--${port} \${{inputs.${port}}}`,
    ),
    ...outputs.map(([port]) => `--${port} \${{outputs.${port}}}`),
  ];
  return {
    $schema: 'https://azuremlschemas.azureedge.net/latest/commandComponent.schema.json',
    type: 'command',
    name: registeredName(type),
    version: String(component.version),
    display_name: component.name,
    description: component.help,
    is_deterministic: true,
    inputs: Object.fromEntries([
      ['settings', { type: 'string', description: "The component's settings as JSON.", default: '{}' }],
      ...rows.map(([name, description]) => [name, { type: 'mltable', description }]),
      ...inputs.map(([port, { help, optional }]) => [
        port,
        { type: 'uri_folder', description: help, ...(optional && { optional: true }) },
      ]),
    ]),
    outputs: Object.fromEntries(
      outputs.map(([port, { help }]) => [port, { type: 'uri_folder', description: help }]),
    ),
    command: words.join(' '),
    environment,
  };
}
