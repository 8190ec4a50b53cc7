/** A size of virtual machines. */
export interface VmSize {
  readonly name: string;
  readonly family: string;
  readonly vCPUs: number;
  readonly gpus: number;
  readonly memoryGB: number;
  readonly osVhdSizeMB: number;
  readonly maxResourceVolumeMB: number;
  readonly lowPriorityCapable: boolean;
  readonly premiumIO: boolean;
}

function size(name: string, family: string, vCPUs: number, memoryGB: number, disk: number, gpus = 0): VmSize {
  return {
    name,
    family,
    vCPUs,
    gpus,
    memoryGB,
    osVhdSizeMB: 1_047_552,
    maxResourceVolumeMB: disk * 1024,
    lowPriorityCapable: true,
    premiumIO: /S_v\d|DS/i.test(name),
  };
}

/**
 * The sizes that the sandbox's regions have.
 * Source: https://learn.microsoft.com/azure/virtual-machines/sizes
 */
export const vmSizes: readonly VmSize[] = [
  size('Standard_D1_v2', 'standardDv2Family', 1, 3.5, 50),
  size('Standard_D2_v2', 'standardDv2Family', 2, 7, 100),
  size('Standard_DS1_v2', 'standardDSv2Family', 1, 3.5, 7),
  size('Standard_DS2_v2', 'standardDSv2Family', 2, 7, 14),
  size('Standard_DS3_v2', 'standardDSv2Family', 4, 14, 28),
  size('Standard_DS4_v2', 'standardDSv2Family', 8, 28, 56),
  size('Standard_DS11_v2', 'standardDSv2Family', 2, 14, 28),
  size('Standard_E4s_v3', 'standardESv3Family', 4, 32, 64),
  size('Standard_F2s_v2', 'standardFSv2Family', 2, 4, 16),
  size('Standard_F4s_v2', 'standardFSv2Family', 4, 8, 32),
  size('Standard_NC6s_v3', 'standardNCSv3Family', 6, 112, 736, 1),
];

/** Cores that a subscription may use in a region, by family. */
export const coreQuota = 100;

/** A size by its name, which is compared without case. */
export function findVmSize(name: string): VmSize | undefined {
  return vmSizes.find((known) => known.name.toLowerCase() === name.toLowerCase());
}
