import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { addressRefused } from './errors.ts';

/** Addresses that hand out a machine's own secrets, or are nobody's: no request goes there, whoever asks. */
const refused = new BlockList();
// Link-local, where clouds keep their instance metadata; also as IPv6 carries it.
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
refused.addSubnet('2002:a9fe::', 32, 'ipv6');
// Metadata outside link-local: Azure's wire server, AWS and Google by IPv6, Oracle, Alibaba.
refused.addAddress('168.63.129.16', 'ipv4');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('fd20:ce::254', 'ipv6');
refused.addSubnet('192.0.0.0', 24, 'ipv4');
refused.addAddress('100.100.100.200', 'ipv4');
// This network, multicast, reserved.
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 3, 'ipv4');
refused.addAddress('::', 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether no request may ever go to an IP address. */
export function isRefusedAddress(address: string): boolean {
  return includes(refused, address);
}

/** Whether a host of a URL is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || includes(loopback, bare(hostname));
}

function includes(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** A host of a URL without the brackets of IPv6. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Refuses a host that is written as an address. Names are looked at when they are resolved. Error: `address-refused`. */
export function checkHost({ hostname }: URL): void {
  if (isRefusedAddress(bare(hostname))) throw addressRefused(hostname);
}

/** Resolves a name for the connection that is made with it: what was checked is what is connected to. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    if (addresses.some(({ address }) => isRefusedAddress(address))) {
      return callback(addressRefused(hostname), '', 0);
    }
    if (options.all) return callback(null, addresses);
    const [{ address, family }] = addresses;
    callback(null, address, family);
  });
};
