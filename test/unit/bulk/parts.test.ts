import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { DamagedBody, decodeBody } from '../../../src-main/bulk/decode-body.ts'
import { isFinal, exportStates, mayFollow } from '../../../src-main/shared/job-state.ts'
import { openExportJournal } from '../../../src-main/bulk/journal.ts'
import { kickOffRequest } from '../../../src-main/bulk/kick-off.ts'
import { createLineScanner } from '../../../src-main/bulk/line-scanner.ts'
import { readManifest } from '../../../src-main/bulk/manifest.ts'
import { readRemovals } from '../../../src-main/bulk/removals.ts'
import { nextDelay, parseRetryAfter } from '../../../src-main/bulk/retry-delay.ts'
import { issuesOf, serverMessage } from '../../../src-main/bulk/server-message.ts'
import { waitUntil } from '../../../src-main/bulk/wait-until.ts'
import { createWorkerSlots, runTasks } from '../../../src-main/bulk/worker-slots.ts'
import { diskFiles } from '../../../src-main/storage/store-files.ts'
import { requestFor } from '../../support/export-parts.ts'
import { bytesOf, piecesOf } from '../../support/byte-stream.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('Retry-After', () => {
  const now = Date.parse('2026-10-31T12:00:00Z')
  it('is seconds or an HTTP date, in all three forms of RFC 9110', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000)
    expect(parseRetryAfter('Sat, 31 Oct 2026 12:00:03 GMT', now)).toBe(3000)
    expect(parseRetryAfter('Saturday, 31-Oct-26 12:00:03 GMT', now)).toBe(3000)
    expect(parseRetryAfter('Sat Oct 31 12:00:03 2026 GMT', now)).toBe(3000)
  })
  it('is nothing when it is nonsense, in the past, negative or missing', () => {
    for (const text of [undefined, '', 'soon', '-5', '1.5', 'Sat, 31 Oct 2020 12:00:03 GMT'])
      expect(parseRetryAfter(text, now)).toBeUndefined()
  })
  it('never makes the wait shorter than the floor or longer than the cap, nor NaN', () => {
    const policy = { floorMs: 1000, firstMs: 1000, capMs: 300_000 }
    expect(nextDelay(parseRetryAfter('1795560339', now), 0, policy, 0.5)).toBe(300_000)
    expect(nextDelay(parseRetryAfter('18000', now), 0, policy, 0.5)).toBe(300_000)
    expect(nextDelay(0, 0, policy, 0.5)).toBe(1000)
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: undefined }),
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, attempt, unit) => {
          const wait = nextDelay(parseRetryAfter(text, now), attempt, policy, unit)
          expect(wait).toBeGreaterThanOrEqual(1000)
          expect(wait).toBeLessThanOrEqual(300_000)
        }
      )
    )
  })
})

describe('waiting', () => {
  it('ends at once when the wall clock has jumped past the time, as after sleep', async () => {
    let now = 0
    const clock = { now: () => (now += 10 * 60_000) }
    await waitUntil(11 * 60_000, clock, new AbortController().signal)
    expect(now).toBe(20 * 60_000)
  })
  it('can be stopped', async () => {
    const stop = new AbortController()
    const waiting = waitUntil(Date.now() + 60_000, { now: () => Date.now() }, stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('kick-off', () => {
  const base = 'https://example.org/fhir'
  it('escapes commas inside filters where filters are joined by commas', () => {
    const request = requestFor(base, { types: ['Condition'], typeFilters: ['Condition?code=a,b', 'Condition?code=c'] })
    const { url } = kickOffRequest(request, 'get-commas')
    expect(new URL(url).searchParams.get('_typeFilter')).toBe('Condition?code=a%2Cb,Condition?code=c')
    expect(new URL(kickOffRequest(request, 'get-repeats').url).searchParams.getAll('_typeFilter')).toEqual([
      'Condition?code=a,b',
      'Condition?code=c'
    ])
  })
  it('posts Parameters without commas, with typed values', () => {
    const request = requestFor(base, {
      level: 'patient',
      types: ['A', 'B'],
      since: '2026-01-01T00:00:00Z',
      patients: ['Patient/1']
    })
    const { body, method, url, headers } = kickOffRequest(request, 'post')
    expect([method, url, headers?.['prefer']]).toEqual(['POST', `${base}/Patient/$export`, 'respond-async'])
    expect(JSON.parse(body!)).toEqual({
      resourceType: 'Parameters',
      parameter: [
        { name: '_type', valueString: 'A' },
        { name: '_type', valueString: 'B' },
        { name: '_since', valueInstant: '2026-01-01T00:00:00Z' },
        { name: 'patient', valueReference: { reference: 'Patient/1' } }
      ]
    })
  })
  it('refuses what no server takes', () => {
    expect(() => kickOffRequest(requestFor(base, { level: 'group' }), 'post')).toThrow(/id of the group/)
    expect(() => kickOffRequest(requestFor(base, { level: 'patient', patients: ['Patient/1'] }), 'get-commas')).toThrow(
      /POST/
    )
    expect(kickOffRequest(requestFor(base, { level: 'group', group: 'a/b' }), 'post').url).toBe(
      `${base}/Group/a%2Fb/$export`
    )
  })
})

describe('manifests', () => {
  const from = 'https://example.org/status/1'
  it('of every edition are read: error, outcome, neither, text for truth values, relative addresses', () => {
    const output = [{ type: 'Patient', url: '../files/1', count: '3', fileSize: 7 }, { type: 'X' }]
    const old = readManifest({ transactionTime: 't', requiresAccessToken: 'false', output }, from)
    expect(old).toMatchObject({
      requiresAccessToken: false,
      files: [{ kind: 'output', url: 'https://example.org/files/1', count: 3, bytes: 7 }]
    })
    expect(readManifest({ output: [], outcome: [{ url: 'https://x/1' }] }, from).files).toMatchObject([
      { kind: 'error' }
    ])
    expect(readManifest({ output: [], requiresAccessToken: 'yes' }, from).requiresAccessToken).toBeUndefined()
    expect(readManifest({ output: [], link: [{ relation: 'next', url: '?page=2' }] }, from).next).toBe(
      'https://example.org/status/1?page=2'
    )
    expect(() => readManifest('<html>', from)).toThrow(/does not list/)
  })
  it('recognise a file whose address was signed anew, and tell apart files that only differ in a short parameter', () => {
    const key = (url: string): string => readManifest({ output: [{ type: 'A', url }] }, from).files[0]!.key
    expect(key('https://s3/x?X-Amz-Signature=aaa&part=1')).toBe(key('https://s3/x?X-Amz-Signature=bbb&part=1'))
    expect(key('https://s3/x?part=1')).not.toBe(key('https://s3/x?part=2'))
  })
})

describe('the line scanner', () => {
  const good = '{"resourceType":"Patient","id":"ü1"}'
  it('counts the same however the bytes are cut, with a byte order mark, blank lines, CRLF and no last line end', () => {
    const text = `\uFEFF${good}\r\n\n${good.replace('{', '{ ')}\n{"id":"x","resourceType":"Patient"}\n{"resourceType":"Basic","id":"1"}\nnonsense}\n{"resourceType":"Patient"}\n${good}`
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const scanner = createLineScanner('Patient')
        for (const piece of piecesOf(bytesOf(text), sizes)) scanner.push(piece)
        expect(scanner.finish()).toMatchObject({
          lines: 7,
          headers: 0,
          endsWhole: true,
          types: { Patient: { resources: 4, rejected: 3 } }
        })
      })
    )
  })
  it('sees a file that was cut inside a line', () => {
    const scanner = createLineScanner('Patient')
    scanner.push(bytesOf(`${good}\n${good.slice(0, 20)}`))
    expect(scanner.finish()).toMatchObject({ endsWhole: false, types: { Patient: { resources: 1, rejected: 1 } } })
  })
  it('counts several types, and headers apart', () => {
    const scanner = createLineScanner(undefined)
    scanner.push(bytesOf(`{"resourceType":"Parameters","parameter":[]}\n${good}\n{"resourceType":"Basic","id":"b"}\n`))
    expect(scanner.finish()).toMatchObject({
      lines: 3,
      headers: 1,
      types: { Patient: { resources: 1 }, Basic: { resources: 1 } }
    })
  })
  it('counts beyond the part that is parsed in full', () => {
    const scanner = createLineScanner('Patient')
    for (let i = 0; i < 40_000; i += 1) scanner.push(bytesOf(`${good}\n`))
    scanner.push(bytesOf('{"resourceType":"Basic","id":"b"}\n{broken}\n'))
    expect(scanner.finish().types).toEqual({ Patient: { resources: 40_000, rejected: 2 } })
  })
})

describe('compressed bodies', () => {
  async function* of(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  const collect = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  it('are unpacked, announced or not, and damage is an error that can be tried again', async () => {
    const packed = gzipSync('hello')
    expect(await collect((await decodeBody(of(packed), 'gzip')).bytes)).toBe('hello')
    expect(await collect((await decodeBody(of(packed.subarray(0, 5), packed.subarray(5)), undefined)).bytes)).toBe(
      'hello'
    )
    expect(await collect((await decodeBody(of(bytesOf('plain')), 'gzip')).bytes)).toBe('plain')
    const damaged = await decodeBody(of(packed.subarray(0, packed.length - 6)), 'gzip')
    await expect(collect(damaged.bytes)).rejects.toBeInstanceOf(DamagedBody)
    await expect(decodeBody(of(), 'br')).rejects.toMatchObject({ code: 'not-supported' })
  })
})

describe('the journal', () => {
  it('survives a torn last line, and goes on behind it', async () => {
    const path = join(temporaryFolder(), 'journal.ndjson')
    const clock = { now: () => 5 }
    const first = await openExportJournal(path, diskFiles, clock)
    await Promise.all([
      first.record({ event: 'kicked-off', statusUrl: 'https://example.org/1' }),
      first.record({ event: 'given-up', key: 'k', text: 'x' })
    ])
    await first.close()
    appendFileSync(path, '{"event":"stored","at":5,"key":"k"')
    const second = await openExportJournal(path, diskFiles, clock)
    expect(second.progress).toMatchObject({
      statusUrl: 'https://example.org/1',
      stored: new Map(),
      givenUp: new Map([['k', { text: 'x', reason: undefined }]])
    })
    await second.record({ event: 'state', state: 'authorising' })
    await second.close()
    const third = await openExportJournal(path, diskFiles, clock)
    expect(third.progress).toMatchObject({
      state: 'authorising',
      statusUrl: 'https://example.org/1',
      givenUp: new Map()
    })
    await third.close()
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true)
    writeFileSync(path, 'rubbish\n')
    const fourth = await openExportJournal(path, diskFiles, clock)
    expect(fourth.progress.id).toBeUndefined()
    await fourth.close()
  })
})

describe('states', () => {
  it('lead nowhere from an end, and every other one starts over after a crash', () => {
    for (const from of exportStates) {
      expect(mayFollow(from, 'authorising')).toBe(!isFinal(from))
      if (isFinal(from)) for (const to of exportStates) expect(mayFollow(from, to)).toBe(false)
    }
    expect(exportStates.filter(isFinal)).toEqual(['committed', 'partial', 'cancelled'])
  })
})

describe('what servers say', () => {
  it('is taken from diagnostics, then details, then the code', () => {
    const issue = [
      { severity: 'fatal', code: 'a', diagnostics: 'D' },
      { severity: 'warning', code: 'b', details: { text: 'T' } },
      { code: 'c' }
    ]
    expect(issuesOf({ resourceType: 'OperationOutcome', issue }).map(({ severity, text }) => [severity, text])).toEqual(
      [
        ['error', 'D'],
        ['warning', 'T'],
        ['information', 'c']
      ]
    )
    expect(serverMessage({ status: 502, headers: {}, text: '<html>', json: undefined })).toEqual({
      text: 'HTTP 502',
      transient: false,
      outcome: false
    })
  })
  it('as removed resources: DELETE entries of Bundles, and nothing else', () => {
    const entry = [
      { request: { method: 'DELETE', url: 'Patient/1' } },
      { request: { method: 'DELETE', url: 'https://example.org/fhir/Condition/a.b-c' } },
      { request: { method: 'PUT', url: 'Patient/2' } }
    ]
    const text = `\uFEFF${JSON.stringify({ resourceType: 'Bundle', entry })}\nnonsense\n`
    expect(readRemovals(text)).toEqual({ keys: ['Patient/1', 'Condition/a.b-c'], unclear: 2 })
  })
})

describe('parallel downloads', () => {
  it('fall to one after 429, to half after a fault, and grow again', () => {
    const slots = createWorkerSlots(5)
    for (let i = 0; i < 8; i += 1) slots.good()
    expect(slots.most).toBe(5)
    slots.bad('fault')
    expect(slots.most).toBe(2)
    slots.bad('too-many')
    expect(slots.most).toBe(1)
    for (let i = 0; i < 100; i += 1) slots.good()
    expect(slots.most).toBe(5)
  })
  it('end when one of them fails, and none is left running', async () => {
    let running = 0
    const run = async (task: number): Promise<void> => {
      running += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      if (task === 2) throw new Error('two')
    }
    await expect(runTasks([1, 2, 3, 4, 5, 6, 7, 8], createWorkerSlots(3), run)).rejects.toThrow('two')
    expect(running).toBe(0)
  })
})
