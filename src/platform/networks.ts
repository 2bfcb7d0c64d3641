import { BlockList, isIP } from 'node:net';

/** Addresses that only machines of one's own have: loopback, private, link-local (RFC 1918, 4193, 6890). */
const privateNetworks = listOf([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1',
  'fc00::/7',
  'fe80::/10',
]);

export const isPrivateAddress = (address: string): boolean => contains(privateNetworks, address);

/** Whether an address is one of these, or lies in one of these networks (`10.0.0.1`, `192.168.0.0/16`). */
export const isWithinNetworks = (address: string, networks: readonly string[]): boolean =>
  networks.length > 0 && contains(listOf(networks), address);

function contains(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
