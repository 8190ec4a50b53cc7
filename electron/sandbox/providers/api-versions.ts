/** The versions of a provider's API, oldest first, as Azure lists them; previews that no client of today asks for are left out. */
const listed: Readonly<Record<string, string>> = {
  'microsoft.authorization': `2015-07-01 2016-07-01 2017-05-01 2017-09-01 2017-10-01-preview 2018-01-01-preview
    2018-05-01-preview 2018-07-01 2018-09-01-preview 2019-04-01-preview 2020-03-01-preview 2020-04-01-preview
    2020-08-01-preview 2020-10-01-preview 2021-04-01-preview 2022-01-01-preview 2022-04-01 2022-05-01-preview`,
  'microsoft.containerregistry': `2017-03-01 2017-10-01 2019-05-01 2019-12-01-preview 2020-11-01-preview
    2021-06-01-preview 2021-08-01-preview 2021-09-01 2021-12-01-preview 2022-02-01-preview 2022-12-01
    2023-01-01-preview 2023-06-01-preview 2023-07-01 2023-08-01-preview 2023-11-01-preview 2024-11-01-preview
    2025-04-01`,
  'microsoft.containerservice': `2018-03-31 2019-02-01 2019-04-01 2019-06-01 2019-08-01 2019-10-01 2019-11-01
    2020-01-01 2020-02-01 2020-03-01 2020-04-01 2020-06-01 2020-07-01 2020-09-01 2020-11-01 2020-12-01 2021-02-01
    2021-03-01 2021-05-01 2021-07-01 2021-08-01 2021-09-01 2021-10-01 2022-01-01 2022-02-01 2022-03-01 2022-04-01
    2022-06-01 2022-07-01 2022-09-01 2022-11-01 2023-01-01 2023-02-01 2023-03-01 2023-04-01 2023-05-01 2023-06-01
    2023-07-01 2023-08-01 2023-09-01 2023-10-01 2023-11-01 2024-01-01 2024-02-01 2024-05-01 2024-06-01 2024-07-01
    2024-08-01 2024-09-01 2024-10-01 2025-01-01 2025-02-01 2025-03-01 2025-04-01 2025-05-01`,
  'microsoft.insights': `2015-05-01 2017-05-01-preview 2018-01-01 2018-05-01-preview 2019-07-01 2020-02-02-preview
    2020-02-02 2021-05-01 2023-10-01 2024-02-01`,
  'microsoft.keyvault': `2015-06-01 2016-10-01 2018-02-14-preview 2018-02-14 2019-09-01 2020-04-01-preview
    2021-04-01-preview 2021-06-01-preview 2021-10-01 2021-11-01-preview 2022-02-01-preview 2022-07-01 2022-11-01
    2023-02-01 2023-07-01 2023-08-01-preview 2024-04-01-preview 2024-11-01 2025-05-01`,
  'microsoft.kubernetesconfiguration': `2020-07-01-preview 2021-05-01-preview 2021-09-01 2021-11-01-preview
    2022-01-01-preview 2022-03-01 2022-04-02-preview 2022-07-01 2022-11-01 2023-05-01 2024-11-01`,
  'microsoft.machinelearningservices': `2018-11-19 2019-05-01 2019-06-01 2019-11-01 2020-01-01 2020-03-01 2020-04-01
    2020-06-01 2020-08-01 2020-09-01-preview 2020-09-01-dataplanepreview 2021-01-01 2021-03-01-preview 2021-04-01
    2021-07-01 2021-10-01-dataplanepreview 2022-01-01-preview 2022-02-01-preview 2022-05-01 2022-06-01-preview
    2022-10-01 2022-10-01-preview 2022-12-01-preview 2023-02-01-preview 2023-04-01 2023-04-01-preview
    2023-06-01-preview 2023-08-01-preview 2023-10-01 2024-01-01-preview 2024-04-01 2024-04-01-preview
    2024-05-01-preview 2024-07-01-preview 2024-10-01 2024-10-01-preview 2025-01-01-preview 2025-04-01
    2025-04-01-preview 2025-06-01`,
  'microsoft.operationalinsights': `2015-03-20 2015-11-01-preview 2017-01-01-preview 2017-03-15-preview
    2020-03-01-preview 2020-08-01 2020-10-01 2021-06-01 2021-12-01-preview 2022-10-01 2023-09-01 2025-02-01`,
  'microsoft.resources': `2014-04-01 2015-01-01 2015-11-01 2016-02-01 2016-06-01 2016-07-01 2016-09-01 2017-05-01
    2017-05-10 2017-06-01 2017-08-01 2018-01-01 2018-02-01 2018-05-01 2018-06-01 2018-07-01 2018-08-01 2019-03-01
    2019-05-01 2019-05-10 2019-06-01 2019-07-01 2019-08-01 2019-09-01 2019-10-01 2019-11-01 2020-01-01 2020-05-01
    2020-06-01 2020-07-01 2020-08-01 2020-09-01 2020-10-01 2021-01-01 2021-04-01 2022-01-01 2022-05-01 2022-06-01
    2022-09-01 2022-12-01 2023-07-01 2024-03-01 2024-07-01 2024-11-01 2025-03-01 2025-04-01`,
  'microsoft.storage': `2015-06-15 2016-01-01 2016-12-01 2017-06-01 2017-10-01 2018-02-01 2018-03-01-preview
    2018-07-01 2018-11-01 2019-04-01 2019-06-01 2020-08-01-preview 2021-01-01 2021-02-01 2021-04-01 2021-05-01
    2021-06-01 2021-08-01 2021-09-01 2022-05-01 2022-09-01 2023-01-01 2023-04-01 2023-05-01 2024-01-01 2025-01-01
    2025-06-01 2025-08-01`,
};

const versions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(listed).map(([namespace, text]) => [namespace, text.split(/\s+/).reverse()]),
);

/** The versions of a provider's API, newest first; none where the provider is not known. */
export function versionsOf(namespace: string): readonly string[] {
  return versions.get(namespace.toLowerCase()) ?? [];
}

/**
 * Whether a provider has a version. Of one that is younger than all that are listed here nothing is known; it is
 * taken where it is not from the future, as clients move on faster than a list does.
 */
export function hasVersion(namespace: string, version: string, now: number): boolean {
  const known = versionsOf(namespace);
  if (known.length === 0 || known.includes(version)) return true;
  const date = /^\d{4}-\d{2}-\d{2}(?=$|-[a-z]+$)/.exec(version)?.[0];
  if (date === undefined || Number.isNaN(Date.parse(date))) return false;
  return date > known[0].slice(0, 10) && Date.parse(date) <= now;
}
