import { describe, expect, it } from 'vitest'
import { importsOf, readSource, sourceFiles } from './imports.ts'

/** What opens connections to other computers, or waits for those of this one. */
const modules: ReadonlySet<string> = new Set([
  'node:net',
  'node:tls',
  'node:http',
  'node:https',
  'node:http2',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
  'undici',
  'ws'
])

/**
 * Files of the services that may import these modules, and what for. Those that connect are adapters behind a port; the services
 * get them through `policy/network-under-policy.ts`, or with the announcement of the log collector, and nothing else does.
 */
const importers: Readonly<Record<string, string>> = {
  'src-main/host/node/net.ts': 'connects: the network of the Node hosts, behind NetPort',
  'src-main/host/network/syslog-tls.ts': 'connects: the log collector, behind CollectorPort',
  'src-main/host/network/certificate-issuer.ts': 'connects: looks at a certificate that a server of NetPort showed',
  'src-main/host/network/client-certificate.ts': 'reads certificates',
  'src-main/host/node/web-server.ts': 'serves on 127.0.0.1',
  'src-main/host/node/net-server.ts': 'serves on 127.0.0.1'
}

/** Who may make the adapters that connect: where hosts and commands begin. */
const makers: Readonly<Record<string, readonly string[]>> = {
  'src-main/host/node/net.ts': [
    'src-main/cli/connections/open-connections.ts',
    'src-main/cli/export/command-network.ts',
    'src-main/cli/update/update.ts',
    'src-main/loopback.ts'
  ],
  'src-main/host/electron/net.electron.ts': ['src-main/command.electron.ts', 'src-main/index.ts'],
  'src-main/host/network/syslog-tls.ts': [
    'src-main/cli/data/command-sink.ts',
    'src-main/index.ts',
    'src-main/loopback.ts'
  ],
  'src-main/host/network/certificate-issuer.ts': ['src-main/host/electron/net.electron.ts', 'src-main/host/node/net.ts']
}

/** Files of the page and its workers that fetch. The content security policy lets them reach their own origin alone. */
const fetchers: readonly string[] = [
  'src-renderer/host/parts-on-disk.ts',
  'src-renderer/host/send-bytes.ts',
  'src-renderer/workers/base/fetch-bytes.ts',
  'src-renderer/workers/base/host-shard-files.ts',
  'src-renderer/workers/base/read-bytes-now.ts',
  'src-renderer/workers/content/content.worker.ts',
  'src-renderer/workers/measures/store-results.ts',
  'src-renderer/workers/sql/sql.worker.ts',
  'src-renderer/workers/store/save-store.ts'
]

const code = (file: string): string =>
  readSource(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(^|\s)\/\/[^\n]*/g, '$1')

const asks = /(?<![.\w#]|async )fetch\(|\bglobalThis\.fetch\b|\bnew XMLHttpRequest\b/
const others = /\bnew (?:WebSocket|EventSource|WebTransport|RTCPeerConnection)\b|\bsendBeacon\(|\bnet\.fetch\(/

describe('the network', () => {
  const services = sourceFiles('src-main')
  const page = sourceFiles('src-renderer')

  it('is opened by the adapters of its ports alone', () => {
    const found = services
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => !typeOnly && modules.has(to))
      .map(({ from }) => from)
    expect([...new Set(found)].sort()).toEqual(Object.keys(importers).sort())
  })

  it.each(Object.entries(makers))('%s is made where hosts and commands begin', (adapter, allowed) => {
    const found = services
      .flatMap(importsOf)
      .filter(({ to, typeOnly }) => !typeOnly && to === adapter)
      .map(({ from }) => from)
    expect([...new Set(found)].sort()).toEqual(allowed)
  })

  it('is not reached by the services in any other way', () => {
    expect(services.filter((file) => asks.test(code(file)) || others.test(code(file)))).toEqual([])
  })

  it('is reached by the page through requests to its own origin alone', () => {
    expect(page.filter((file) => others.test(code(file)))).toEqual([])
    expect(page.filter((file) => asks.test(code(file)))).toEqual(fetchers)
  })

  it('of Electron is asked by one file', () => {
    const found = services.filter((file) => /\bnet\.(?:request|fetch|resolveHost)\(/.test(code(file)))
    expect(found).toEqual(['src-main/host/electron/net.electron.ts'])
  })
})
