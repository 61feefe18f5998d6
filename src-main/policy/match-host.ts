/**
 * Whether an address is at a host of a policy. `fhir.example.org` is that name at any port, `fhir.example.org:8443` at that
 * port alone, `*.example.org` every name below it and not the name itself.
 */
export function matchesHost(pattern: string, url: URL): boolean {
  const { host, port } = splitPort(pattern.toLowerCase())
  const hostname = url.hostname.toLowerCase().replace(/\.$/, '')
  const usedPort = url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port
  if (port !== undefined && port !== usedPort) return false
  return host.startsWith('*.')
    ? hostname.endsWith(host.slice(1)) && hostname.length > host.length - 1
    : hostname === host
}

function splitPort(pattern: string): { readonly host: string; readonly port: string | undefined } {
  const [, host = pattern, port] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? []
  return { host, port }
}
