import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { methods } from '#shared/contract/contract.ts'
import type { OutboundCalls } from '#shared/governance/outbound-calls.ts'
import { auditCommand } from '../../src-main/cli/commands/audit.ts'
import { runCommand } from '../../src-main/cli/terminal/run-command.ts'
import { unmanaged } from '../support/policies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Three witnesses of what leaves a process: its audit log, its own sockets, and the server that would be asked.

interface Report {
  readonly called: readonly string[]
  readonly refused: number
  readonly sockets: readonly string[]
}

/** A server that counts connections, and ends each. */
async function countingServer() {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, connections: () => connections }
}

async function runHost(data: string, policies: Readonly<Record<string, unknown>>, server: string): Promise<Report> {
  const sockets = join(temporaryFolder(), 'sockets')
  writeFileSync(sockets, '')
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      join(import.meta.dirname, 'socket-hook.ts'),
      join(import.meta.dirname, 'offline-host.ts'),
      JSON.stringify({ data, policies, server })
    ],
    { env: { ...process.env, TEST_SOCKETS: sockets }, stdio: ['ignore', 'pipe', 'inherit'] }
  )
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return JSON.parse(output.trim().split('\n').at(-1)!) as Report
}

async function networkOf(data: string): Promise<OutboundCalls & { readonly verdict: { readonly result: string } }> {
  const printed: string[] = []
  await runCommand(auditCommand, ['--network', '--json', '--data', data, '--passphrase-file', passphraseFile()], {
    out: (line) => void printed.push(line),
    err: (line) => void printed.push(line),
    terminal: false,
    policies: unmanaged,
    resources: join(import.meta.dirname, '../../resources')
  })
  return JSON.parse(printed.join('')) as Awaited<ReturnType<typeof networkOf>>
}

function passphraseFile(): string {
  const path = join(temporaryFolder(), 'passphrase')
  writeFileSync(path, 'four unlikely words together\n', { mode: 0o600 })
  return path
}

describe('a computer without a network by policy', () => {
  it('asks nobody, whatever is called, and its audit log proves it', async () => {
    const data = temporaryFolder()
    const server = await countingServer()

    // The control: without the policy the same calls do go out, and each witness sees them.
    const online = await runHost(data, {}, server.address)
    const before = await networkOf(data)
    expect(server.connections()).toBeGreaterThan(3)
    expect(online.sockets.filter((each) => each.includes(server.host)).length).toBeGreaterThan(3)
    expect(before.verdict.result).toBe('intact')
    const purposes = before.hosts.filter((each) => each.server === server.host).map(({ purpose }) => purpose)
    expect(new Set(purposes)).toEqual(new Set(['server-check', 'export', 'audit-delivery']))
    const asked = before.hosts.filter((each) => each.server === server.host)
    expect(asked.reduce((sum, each) => sum + each.calls, 0)).toBeGreaterThan(3)
    expect(before.offline).toEqual([])
    const seen = server.connections()

    const offline = await runHost(data, { Offline: true }, server.address)
    const skipped = ['keyring.startOver', 'keyring.lock', 'sandbox.start', 'sample.open']
    expect(Object.keys(methods).filter((name) => !offline.called.includes(name) && !skipped.includes(name))).toEqual([])
    expect(offline.refused).toBeGreaterThan(5)
    expect(offline.sockets).toEqual([])
    expect(server.connections()).toBe(seen)
    const after = await networkOf(data)
    expect(after.verdict.result).toBe('intact')
    expect(after.offline).toMatchObject([{ calls: 0, until: expect.any(String) as string }])
    expect(after.offline[0]!.refused).toBeGreaterThan(3)
    expect(after.calls).toBe(before.calls)
  }, 120_000)
})
