import { parse } from 'tldts'

/** Decides which addresses of a connection may receive its secrets: assertions, client secrets and access tokens. */
export interface OriginTrust {
  /** FHIR base address of the server. */
  readonly base: string
  /** Whether the address belongs to the server itself, to its site, or to an origin that the user confirmed. */
  trusts(address: string): boolean
}

/**
 * @param base FHIR base address
 * @param confirmed origins that the user named or confirmed for this connection
 */
export function originTrust(base: string, confirmed: readonly string[]): OriginTrust {
  const home = new URL(base)
  const origins = new Set([home.origin, ...confirmed.map((address) => new URL(address).origin)])
  return {
    base,
    trusts(address) {
      const url = new URL(address)
      return origins.has(url.origin) || isSameSite(url, home)
    }
  }
}

/**
 * The same registrable domain by the Public Suffix List, over TLS (`files.example.org` for `fhir.example.org`). The list
 * includes the suffixes under which hosting companies rent names to others, so `a.azurewebsites.net` and
 * `b.azurewebsites.net` are two sites. Names under no known suffix, IP addresses and bare host names are only themselves.
 */
export function isSameSite(a: URL, b: URL): boolean {
  if (a.protocol !== 'https:' || b.protocol !== 'https:') return false
  const site = siteOf(a.hostname)
  return site !== undefined && site === siteOf(b.hostname)
}

function siteOf(hostname: string): string | undefined {
  const { domain, isIcann, isPrivate } = parse(hostname, { allowPrivateDomains: true })
  return (isIcann === true || isPrivate === true) && domain !== null ? domain : undefined
}
