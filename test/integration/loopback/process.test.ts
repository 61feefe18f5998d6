import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyAuditLog } from '../../../src-main/services/audit/verify.ts'
import { programFile } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { skipped } from '../../support/skipped.ts'

const root = resolve(import.meta.dirname, '../../..')
const canary = 'Zanzibara Quimbly'
const patient = JSON.stringify({ resourceType: 'Patient', id: 'p1', name: [{ text: canary }] })

interface Running {
  readonly child: ChildProcess
  readonly data: string
  readonly output: () => string
  /** The exit code. */
  readonly ended: Promise<number | null>
  firstLine(): Promise<string>
}

function startHost(args: readonly string[]): Running {
  const data = temporaryFolder()
  const child = spawn(process.execPath, [programFile('loopback'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, POPULUS_DATA: data }
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    data,
    ended,
    output: () => output,
    async firstLine() {
      while (!output.includes('\n'))
        await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(output)))])
      return output.slice(0, output.indexOf('\n'))
    }
  }
}

/** A browser that opened the address: origin and secret. */
async function enter(line: string): Promise<{
  readonly origin: string
  call(name: string, input?: unknown): Promise<unknown>
  read(path: string): Promise<string>
}> {
  const { url } = JSON.parse(line) as { url: string }
  const { origin, hash } = new URL(url)
  const launched = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(hash.slice('#launch='.length))
  })
  const authorization = `Bearer ${((await launched.json()) as { secret: string }).secret}`
  return {
    origin,
    async call(name, input) {
      const response = await fetch(`${origin}/rpc`, {
        method: 'POST',
        headers: { authorization, origin, 'content-type': 'application/json' },
        body: JSON.stringify([name, input])
      })
      return (await response.json()) as unknown
    },
    read: async (path) => (await fetch(origin + path)).text()
  }
}

const built = existsSync(join(root, 'out', 'renderer', 'index.html'))
if (!built) skipped('The browser host was not tested, because the page is not built; run "npm run build".')

describe.skipIf(!built)('loopback program', () => {
  it('opens what it was given, leaves no name in any file of its own, and ends cleanly', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'Patient.ndjson'), `${patient}\n`)
    const host = startHost(['--json', folder])
    const browser = await enter(await host.firstLine())
    expect(await browser.read('/')).toContain('<title>Populus</title>')
    expect(await browser.call('app.info')).toMatchObject({
      ok: true,
      value: { host: 'loopback', nativeDialogs: false }
    })
    const pending = (await browser.call('imports.pending')) as {
      value: { importId: string; files: { name: string }[] }
    }
    expect(pending.value.files.map(({ name }) => name)).toEqual(['Patient.ndjson'])
    const { importId } = pending.value
    const stream = (await browser.call('imports.stream', { importId, file: 0 })) as { value: { url: string } }
    expect(await browser.read(stream.value.url)).toBe(`${patient}\n`)
    const range = (await browser.call('imports.stream', { importId, file: 0, offset: 1, length: 14 })) as {
      value: { url: string }
    }
    expect(await browser.read(range.value.url)).toBe(`${patient}\n`.slice(1, 15))
    await browser.call('settings.set', { theme: 'dark' })
    await browser.call('identity.reveal', { reason: 'other', person: canary, people: 1 })

    host.child.kill('SIGTERM')
    expect(await host.ended).toBe(0)
    expect(JSON.parse(readFileSync(join(host.data, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'dark' })
    expect(await verifyAuditLog(join(host.data, 'audit'))).toMatchObject({ result: 'unkeyed', records: 6 })
    const written = ['audit/audit.jsonl', 'audit/audit-head.json', 'logs/populus.log', 'settings.json']
    for (const file of written) expect(readFileSync(join(host.data, file), 'utf8')).not.toMatch(/quimbly|zanzibara/i)
    expect(host.output()).not.toMatch(/quimbly|zanzibara/i)
  })

  it('makes a sample population while it is read', async () => {
    const browser = await enter(await startHost(['--json']).firstLine())
    expect(await browser.call('imports.pending')).toEqual({ ok: true })
    const opened = (await browser.call('sample.open', { patients: 10, seed: 7 })) as {
      value: { importId: string; files: { name: string }[] }
    }
    const file = opened.value.files.findIndex(({ name }) => name.startsWith('Patient'))
    const { importId } = opened.value
    const urlOf = async (input: object): Promise<string> =>
      ((await browser.call('imports.stream', { importId, file, ...input })) as { value: { url: string } }).value.url
    const text = await browser.read(await urlOf({}))
    const people = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { resourceType: string })
    expect(people.map(({ resourceType }) => resourceType)).toEqual(Array.from({ length: 10 }, () => 'Patient'))
    expect(await browser.read(await urlOf({ offset: 5, length: 100 }))).toBe(text.slice(5, 105))
  })

  it('says what to do in plain words when nobody asked for JSON', async () => {
    const host = startHost([])
    expect(await host.firstLine()).toContain('Open this address in a browser on this computer')
    host.child.kill('SIGINT')
    host.child.kill('SIGINT')
    expect(await host.ended).toBe(0)
  })

  it('uses the port it is told, and says so when that is taken', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const host = startHost(['--port', String(port)])
    expect(await host.ended).toBe(1)
    expect(host.output()).toContain('This port is not free')
  })

  it('refuses what it does not understand', async () => {
    const host = startHost(['--wat'])
    expect(await host.ended).toBe(2)
    expect(host.output()).toContain('no option --wat')
    expect(host.output()).toContain('--help')
  })

  it('tells the page when a path does not exist', async () => {
    const browser = await enter(await startHost(['--json', join(temporaryFolder(), 'nothing')]).firstLine())
    expect(await browser.call('imports.pending')).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await browser.call('imports.pending')).toEqual({ ok: true })
  })
})
