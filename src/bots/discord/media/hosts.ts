import { Refusal } from '../../../errors.ts';

/**
 * Hosts: from where attachments may be fetched: the hosts of the configuration, through TLS. Without TLS only from this machine, and only
 * where the configuration names its address with a port: a proxy, or a test.
 */
export function requireMediaAddress(address: string, hosts: readonly string[]): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && url.username === '' && url.password === '' && isAllowed(url, hosts)) return url;
  throw new Refusal(
    'recording-elsewhere',
    'The recording does not lie at Discord itself. Send it as a voice message, or attach the file.',
  );
}

function isAllowed({ protocol, host, hostname }: URL, hosts: readonly string[]): boolean {
  const isNamed = (wanted: string) => hosts.some(one => one.toLowerCase() === wanted);
  // `host` has a port only where it is not the usual one.
  if (protocol === 'https:') return isNamed(host) || isNamed(`${hostname}:443`);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'http:' && isHere && host !== hostname && isNamed(host);
}
