import { isIPv6 } from 'node:net';

/** The network of an IPv6 host: one customer usually has all addresses of a /64. */
const networkOf = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
};

/** What counts as one address for limits: an IPv4 address, or a /64 network of IPv6. */
export function addressToLimit(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  return isIPv6(address) ? networkOf(address.replace(/%.*$/, '')) : address;
}
