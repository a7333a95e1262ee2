import { BlockList, isIP } from 'node:net';

/**
 * Addresses no router of the internet forwards: this machine (127/8, ::1), private networks (RFC 1918, RFC 4193),
 * link-local (RFC 3927, RFC 4291) and the shared space of RFC 6598.
 */
const site = new BlockList();
site.addSubnet('127.0.0.0', 8, 'ipv4');
site.addSubnet('10.0.0.0', 8, 'ipv4');
site.addSubnet('172.16.0.0', 12, 'ipv4');
site.addSubnet('192.168.0.0', 16, 'ipv4');
site.addSubnet('169.254.0.0', 16, 'ipv4');
site.addSubnet('100.64.0.0', 10, 'ipv4');
site.addAddress('::1', 'ipv6');
site.addSubnet('fc00::', 7, 'ipv6');
site.addSubnet('fe80::', 10, 'ipv6');

/** True for an IP address of this machine or its site; false for every other one, and for what is no address. */
export function isSiteAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return site.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** True where a URL names an address outright and it is none of the site; a name is known only once it is looked up. */
export function namesForeignAddress(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isSiteAddress(host);
}
