import { describe, expect, it } from 'vitest'
import { createAuthorizedNet } from '../../../src-main/auth/authorized-net.ts'
import { originTrust } from '../../../src-main/auth/origin-trust.ts'
import { openExportJournal } from '../../../src-main/bulk/journal/journal.ts'
import type { ExportRequest } from '../../../src-main/bulk/protocol/export-request.ts'
import { createOutageGate } from '../../../src-main/bulk/protocol/outage-gate.ts'
import { createPollTrigger } from '../../../src-main/bulk/protocol/poll-trigger.ts'
import { createWorkerSlots } from '../../../src-main/bulk/protocol/worker-slots.ts'
import type { ExportContext } from '../../../src-main/bulk/run/export-context.ts'
import { crawl } from '../../../src-main/bulk/run/rest-crawl.ts'
import type { ExportSink } from '../../../src-main/bulk/sink/export-sink.ts'
import type { WebRequest, WebResponse } from '../../../src-main/ports/host.ts'
import type { LineFiles } from '../../../src-main/storage/sealed/sealed-lines.ts'
import { generic } from '../../../src-main/vendors/generic.ts'
import { quick, requestFor } from '../../support/export-parts.ts'
import { handlerNet } from '../../support/handler-net.ts'

const origin = 'https://ehr.example.org'
const base = `${origin}/fhir`
const perPage = 3
const clock = { now: () => Date.now() }

/** What is on the disk of a computer whose program may be killed: bytes of parts that were synced, and lines. */
class Disk {
  readonly parts = new Map<string, Buffer>()
  lines = ''
  /** Bytes at the end of a part that a kill loses, as a sink keeps back an unfinished segment. */
  lost = 0

  readonly files: LineFiles = {
    read: async () => Buffer.from(this.lines),
    append: async () => ({
      write: async (bytes: Uint8Array) => void (this.lines += Buffer.from(bytes).toString()),
      sync: async () => undefined,
      close: async () => undefined
    })
  }

  sink(): ExportSink {
    const { parts } = this
    return {
      async *read(part, length = Infinity) {
        yield (parts.get(part) ?? Buffer.alloc(0)).subarray(0, length)
      },
      async open(part, offset) {
        parts.set(part, Buffer.from((parts.get(part) ?? Buffer.alloc(0)).subarray(0, offset)))
        return {
          write: async (bytes) => void parts.set(part, Buffer.concat([parts.get(part)!, bytes])),
          sync: async () => undefined,
          close: async () => ({ storedBytes: parts.get(part)!.length, sha256: '' })
        }
      },
      commit: async () => undefined,
      tidy: async () => undefined
    }
  }

  kill(): void {
    for (const [part, bytes] of this.parts)
      this.parts.set(part, bytes.subarray(0, Math.max(0, bytes.length - this.lost)))
  }

  /** Ids by type of what is stored, in their order. */
  ids(): string[] {
    const text = [...this.parts.values()].map((bytes) => bytes.toString()).join('')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string }
        return `${resourceType}/${id}`
      })
  }
}

const observations = Array.from({ length: 11 }, (_, index) => ({ resourceType: 'Observation', id: `o${index}` }))
const outcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'warning', code: 'incomplete', diagnostics: 'Two are withheld' }]
}

interface Answers {
  /** Changes an answer; `undefined` leaves it. */
  readonly change?: (request: WebRequest, page: number) => WebResponse | undefined
}

/** A server that pages through observations, with an outcome on its first page. */
function server({ change }: Answers = {}) {
  const asked: string[] = []
  const handle = async (request: WebRequest): Promise<WebResponse> => {
    asked.push(`${request.method} ${request.target}`)
    const url = new URL(request.target, origin)
    const page = Number(url.searchParams.get('page') ?? 0)
    const changed = change?.(request, page)
    if (changed !== undefined) return changed
    const batch =
      request.method === 'POST' ? (JSON.parse(request.body) as { entry: { request: { url: string } }[] }) : undefined
    if (batch === undefined) return json(bundleOf(url, page))
    const entry = batch.entry.map((item) => ({
      response: { status: '200 OK' },
      resource: bundleOf(new URL(`${base}/${item.request.url}`), 0)
    }))
    return json({ resourceType: 'Bundle', type: 'batch-response', entry })
  }
  return { asked, handle }
}

function bundleOf({ pathname, search }: URL, page: number): object {
  const type = pathname.split('/').at(-1)
  const all = type === 'Observation' ? observations : [{ resourceType: type, id: 'x' }]
  // The last of a page comes again on the next one, as where something was added meanwhile.
  const found = all.slice(Math.max(0, page * perPage - 1), (page + 1) * perPage)
  const hasMore = all.length > (page + 1) * perPage
  const next = `${pathname}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(search)), page: String(page + 1) })}`
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: hasMore ? [{ relation: 'next', url: next }] : [],
    entry: [...found, ...(page === 0 && type === 'Observation' ? [outcome] : [])].map((resource) => ({ resource }))
  }
}

function json(value: object, status = 200): WebResponse {
  return { status, headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(value) }
}

/** Reads by paging with what is on the disk. */
async function read(
  disk: Disk,
  handle: (request: WebRequest) => Promise<WebResponse>,
  change: Partial<ExportRequest> = {},
  takesBatches = false
) {
  const signal = new AbortController().signal
  const journal = await openExportJournal('journal', disk.files, clock)
  const net = handlerNet({ [origin]: handle })
  const trust = originTrust(base, [])
  const tokens = {
    authorization: async () => 'Bearer t',
    renew: async () => false,
    granted: () => undefined,
    lifeSeconds: () => undefined
  }
  const nothing = (): void => undefined
  const trigger = createPollTrigger()
  const context: ExportContext = {
    net: createAuthorizedNet({ net, tokens, trust, allowHttpLoopback: false, extraHeaders: {} }),
    profile: generic,
    policy: quick,
    journal,
    sink: disk.sink(),
    log: { write: nothing, close: async () => undefined },
    slots: createWorkerSlots(2),
    clock,
    random: () => 0,
    signal,
    watch: {
      state: nothing,
      arrived: nothing,
      attempt: nothing,
      startedOver: nothing,
      waiting: nothing,
      poll: nothing,
      saw: nothing
    },
    trigger,
    gate: createOutageGate({
      clock,
      random: () => 0,
      delays: quick.delays,
      signal,
      trigger,
      holdMs: 60_000,
      linksUntil: () => undefined,
      earlier: undefined,
      record: async () => undefined,
      show: nothing
    }),
    isAllowed: () => true,
    shown: (url) => url
  }
  await crawl(context, requestFor(base, { types: ['Observation'], ...change }), takesBatches)
  return journal.progress
}

class Killed extends Error {}

const expected = observations.map(({ id }) => `Observation/${id}`)

describe('reading by paging', () => {
  it('stores each resource once, and what the server says of the search', async () => {
    const disk = new Disk()
    const { handle, asked } = server()
    const progress = await read(disk, handle, { since: '2026-01-01T00:00:00Z' })
    expect(disk.ids()).toEqual(expected)
    expect(asked).toHaveLength(4)
    expect(asked[0]).toBe('GET /fhir/Observation?_count=200&_lastUpdated=gt2026-01-01T00%3A00%3A00Z')
    const [stored] = [...progress.stored.values()]
    expect(stored).toMatchObject({ types: { Observation: { resources: 11, rejected: 0 } } })
    expect(stored?.issues).toEqual([{ severity: 'warning', text: 'Two are withheld' }])
    expect(progress.issues).toEqual([{ severity: 'information', text: expect.stringContaining('removed') as string }])
  })

  it.each([0, 1, 40, 10_000])('goes on after a kill at any page that lost %i bytes', async (lost) => {
    for (let index = 0; index < 4; index += 1) {
      const disk = new Disk()
      disk.lost = lost
      const dying = server({
        change: (_, page) => {
          if (page === index) throw new Killed()
          return undefined
        }
      })
      await expect(read(disk, dying.handle)).rejects.toBeInstanceOf(Killed)
      disk.kill()
      const { handle, asked } = server()
      const progress = await read(disk, handle)
      expect([index, disk.ids()]).toEqual([index, expected])
      expect([...progress.stored.values()][0]?.issues).toHaveLength(1)
      if (lost === 0) expect(asked).toHaveLength(4 - index)
    }
  })

  it('reads a type from its beginning when its pages are gone, and gives it up when they go again and again', async () => {
    let refusals = 1
    const once = server({ change: (_, page) => (page === 2 && refusals-- > 0 ? json({}, 410) : undefined) })
    const disk = new Disk()
    await read(disk, once.handle)
    expect(disk.ids()).toEqual(expected)
    expect(once.asked).toHaveLength(3 + 4)
    const always = server({ change: (_, page) => (page === 2 ? json({}, 410) : undefined) })
    const progress = await read(new Disk(), always.handle)
    expect([...progress.givenUp.values()]).toEqual([
      { reason: 'expired', text: 'Observation could not be read by paging: HTTP 410.' }
    ])
  })

  it('follows pages on the same origin only, and in no circle', async () => {
    const linked = (url: string) =>
      server({
        change: (_, page) =>
          page === 1 ? json({ resourceType: 'Bundle', link: [{ relation: 'next', url }], entry: [] }) : undefined
      })
    const foreign = linked('https://evil.example.com/fhir/Observation?page=2')
    const left = await read(new Disk(), foreign.handle)
    expect([...left.givenUp.values()][0]).toMatchObject({ reason: 'address' })
    const circle = linked(`${base}/Observation?_count=200&page=1`)
    const round = await read(new Disk(), circle.handle)
    expect([...round.givenUp.values()][0]).toMatchObject({ reason: 'damaged' })
    expect(circle.asked).toHaveLength(2)
  })

  it('waits as long as the server asks, and goes on without a type that it refuses', async () => {
    let busy = 3
    const { handle, asked } = server({
      change: ({ target }) => {
        if (target.startsWith('/fhir/Claim')) return json({}, 403)
        return target.startsWith('/fhir/Observation') && busy-- > 0
          ? { status: 429, headers: { 'retry-after': '0' } }
          : undefined
      }
    })
    const disk = new Disk()
    const progress = await read(disk, handle, { types: ['Observation', 'Claim'] })
    expect(disk.ids()).toEqual(expected)
    expect([...progress.givenUp.values()]).toEqual([
      { reason: 'refused', text: 'Claim could not be read by paging: HTTP 403.' }
    ])
    expect(asked.filter((line) => line.includes('Observation'))).toHaveLength(4 + 3)
  })

  it('does not ask again for what the server has not built', async () => {
    const { handle, asked } = server({
      change: ({ target }) => (target.startsWith('/fhir/Claim') ? json({}, 501) : undefined)
    })
    const progress = await read(new Disk(), handle, { types: ['Observation', 'Claim'] })
    expect(asked.filter((line) => line.includes('Claim'))).toHaveLength(1)
    expect([...progress.givenUp.values()]).toHaveLength(1)
  })

  it('asks for the first pages in one Bundle where the server takes it, and one by one where that fails', async () => {
    const types = ['Observation', 'Condition', 'Procedure']
    const disk = new Disk()
    const { handle, asked } = server()
    await read(disk, handle, { types }, true)
    expect(disk.ids().sort()).toEqual([...expected, 'Condition/x', 'Procedure/x'].sort())
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET', 'GET', 'GET'])
    const refusing = server({ change: ({ method }) => (method === 'POST' ? json({}, 400) : undefined) })
    const other = new Disk()
    await read(other, refusing.handle, { types }, true)
    expect(other.ids().sort()).toEqual(disk.ids().sort())
  })

  it('goes on with the people whom it listed first', async () => {
    const disk = new Disk()
    let members = ['a', 'b']
    const group = (dies: boolean) =>
      server({
        change: ({ target }) => {
          if (target.startsWith('/fhir/Group'))
            return json({
              resourceType: 'Group',
              member: members.map((id) => ({ entity: { reference: `Patient/${id}` } }))
            })
          if (dies) throw new Killed()
          return undefined
        }
      })
    const request = { level: 'group', group: 'g' } as const
    await expect(read(disk, group(true).handle, request)).rejects.toBeInstanceOf(Killed)
    members = ['a', 'b', 'c']
    const { handle, asked } = group(false)
    const progress = await read(disk, handle, request)
    expect(asked[0]).toBe('GET /fhir/Observation?_count=200&patient=a,b')
    expect([progress.files.size, progress.stored.size]).toEqual([1, 1])
  })
})
