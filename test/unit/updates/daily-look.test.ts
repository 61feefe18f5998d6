import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { policies } from '#shared/policy/policies.ts'
import { composeUpdates } from '../../../src-main/composition/compose-updates.ts'
import { createCallLedger } from '../../../src-main/policy/call-ledger.ts'
import type { AuditEntry } from '../../../src-main/ports/host.ts'
import {
  digestOfFile,
  makePublisherKey,
  readPublisherKey,
  signDigest
} from '../../../src-main/services/publishers/file-signature.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { nodeHost } from '../../support/node-host.ts'
import { managedBy } from '../../support/policies.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 10, 28)
const { text, key } = makePublisherKey()

function writeFeed(folder: string, version: string): void {
  const feed = Buffer.from(
    JSON.stringify({
      format: 'populus-update-1',
      version,
      issuedAt: new Date(start).toISOString(),
      expiresAt: new Date(start + 30 * 24 * hour).toISOString(),
      packages: [
        {
          name: `populus-${version}.deb`,
          platform: 'linux',
          arch: process.arch,
          bytes: 1,
          sha512: createHash('sha512').update('x').digest('hex')
        }
      ]
    })
  )
  writeFileSync(join(folder, 'feed.json'), feed)
  writeFileSync(join(folder, 'feed.json.sig'), signDigest(digestOfFile(feed), readPublisherKey(text), start))
}

function running(mode: 'off' | 'notify') {
  const feed = temporaryFolder()
  writeFeed(feed, '2.0.0')
  const audited: AuditEntry[] = []
  const notices: string[] = []
  const emitted: string[] = []
  const log = memoryLog()
  const audit = { record: async (entry: AuditEntry) => audited.push(entry), pseudonym: async () => undefined }
  const managed = managedBy({
    UpdateMode: mode,
    UpdateFeed: join(feed, 'feed.json'),
    UpdateKeys: [{ name: 'IT department', key }]
  })
  const host = nodeHost(temporaryFolder(), {
    policies: managed,
    clock: { now: () => Date.now() },
    log,
    notifier: { notify: (title, body) => void notices.push(`${title}: ${body}`) },
    emit: (name) => void emitted.push(name)
  })
  const { stop } = composeUpdates(host, audit, createCallLedger({ audit, policies: managed, clock: host.clock }))
  /** Lets so many hours pass; what is begun in one may end in the next. */
  const pass = async (hours: number): Promise<void> => {
    for (let passed = 0; passed < hours; passed += 1) {
      vi.advanceTimersByTime(hour)
      // Files are read by the system, whose time is not that of the test.
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const looks = (): number => audited.filter(({ outcome }) => outcome !== 'intent').length
  return { feed, audited, notices, emitted, log, stop, pass, looks }
}

describe('the look at the update feed', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    vi.setSystemTime(start)
  })
  afterEach(() => void vi.useRealTimers())

  it('is once a day where the policy says so, and tells of each version once', async () => {
    const { pass, looks, audited, notices, emitted, stop } = running('notify')
    await pass(1)
    await vi.waitFor(() => expect(looks()).toBe(1))
    expect(audited).toEqual([
      { action: 'update.checked', outcome: 'intent', facts: { reason: 'daily' } },
      {
        action: 'update.checked',
        outcome: 'success',
        intent: 1,
        facts: { newer: true, version: '2.0.0', issuedAt: new Date(start).toISOString() }
      }
    ])
    await vi.waitFor(() => expect(notices).toHaveLength(1))
    expect(notices[0]).toContain('2.0.0')
    await pass(23)
    expect(looks()).toBe(1)
    await pass(2)
    await vi.waitFor(() => expect(looks()).toBe(2))
    expect([notices.length, new Set(emitted)]).toEqual([1, new Set(['updates.changed'])])
    stop()
    await pass(48)
    expect(looks()).toBe(2)
  })

  it('is never by itself without the policy', async () => {
    const { pass, audited, stop } = running('off')
    await pass(30)
    expect(audited).toEqual([])
    stop()
  })

  it('that fails is recorded and logged, and tried again', async () => {
    const { pass, looks, audited, log, feed, notices, stop } = running('notify')
    rmSync(join(feed, 'feed.json.sig'))
    await pass(1)
    await vi.waitFor(() => expect(looks()).toBe(1))
    expect(audited.at(-1)).toMatchObject({ outcome: 'failure', facts: { code: 'invalid-input' } })
    await vi.waitFor(() => expect(log.entries.map(({ event }) => event)).toContain('update.check-failed'))
    writeFeed(feed, '2.1.0')
    await pass(3)
    await vi.waitFor(() => expect(looks()).toBe(2))
    await vi.waitFor(() => expect(notices).toHaveLength(1))
    stop()
  })
})

describe('the place of a feed in the policy', () => {
  const { schema } = policies.UpdateFeed
  it.each([
    'https://software.example.org/populus/feed.json',
    'http://127.0.0.1:8080/feed.json',
    'http://[::1]/feed.json',
    '/srv/populus/feed.json',
    'C:\\ProgramData\\Populus\\feed.json',
    '\\\\server\\share\\feed.json'
  ])('may be %s', (place) => expect(v.is(schema, place)).toBe(true))

  it.each([
    'http://software.example.org/feed.json',
    'http://127.0.0.1.evil.example/feed.json',
    'https://software.example.org/feed.json?token=secret',
    'https://software.example.org/',
    'ftp://software.example.org/feed.json',
    'feed.json',
    '../feed.json',
    ''
  ])('may not be %j', (place) => expect(v.is(schema, place)).toBe(false))
})
