import { lookup, type LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { readFile, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { namesHost, normalHost, type AllowList } from '../domain/callback-url.ts'

/** Every address of a name. @throws when it has none, or nobody answers in time */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>

export interface ResolverDeps {
  /** Hosts that it names are resolved in every way that the machine knows. */
  allow: AllowList
  /** `/etc/hosts` unless given. */
  hostsFile?: string
  /** Name servers, `address` or `address:port`; the machine's unless given. */
  servers?: readonly string[]
}

/** Of one question; asked twice, that is less than a connection may take in all. */
const QUESTION_MS = 1500
const QUESTIONS = 2

/**
 * Resolves names that strangers have chosen. The system's own way (getaddrinfo) holds one of Node's four threads until the name server has
 * answered or half a minute is over, and with four names whose server stays silent nothing in the daemon could read a file any more. So
 * strangers' names are looked up in the hosts file and in the DNS, which take no thread; only names of the operator's own go the system's way.
 */
export function createResolver({ allow, hostsFile = '/etc/hosts', servers }: ResolverDeps): Resolve {
  const dns = new Resolver({ timeout: QUESTION_MS, tries: QUESTIONS })
  if (servers) dns.setServers(servers)
  const readHosts = hostsReader(hostsFile)

  async function ask(hostname: string): Promise<LookupAddress[]> {
    const [four, six] = await Promise.allSettled([dns.resolve4(hostname), dns.resolve6(hostname)])
    const addresses = [...foundIn(four, 4), ...foundIn(six, 6)]
    // Why there is no IPv4 address says more than why there is no IPv6 one.
    if (addresses.length === 0 && four.status === 'rejected') throw four.reason
    return addresses
  }

  return async (hostname) => {
    if (namesHost(allow, hostname)) return await systemResolve(hostname)
    const known = (await readHosts()).get(normalHost(hostname))
    return known ?? (await ask(hostname))
  }
}

function foundIn(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []
}

function systemResolve(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })
}

type Hosts = ReadonlyMap<string, LookupAddress[]>

/** Reads the file again when it has changed: it may be long. One that cannot be read names nobody. */
function hostsReader(file: string): () => Promise<Hosts> {
  let read: { mtimeMs: number; hosts: Hosts } | undefined
  return async () => {
    try {
      const { mtimeMs } = await stat(file)
      if (read?.mtimeMs !== mtimeMs) read = { mtimeMs, hosts: parseHosts(await readFile(file, 'utf8')) }
      return read.hosts
    } catch {
      // A machine without the file has no names of its own.
      return new Map()
    }
  }
}

/** Lines of an address and its names (source: hosts(5)). */
function parseHosts(text: string): Hosts {
  const hosts = new Map<string, LookupAddress[]>()
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    const family = isIP(address)
    if (family === 0) continue
    for (const name of names.map(normalHost)) {
      hosts.set(name, [...(hosts.get(name) ?? []), { address, family }])
    }
  }
  return hosts
}
