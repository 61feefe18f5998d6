import { describe, expect, it } from 'vitest'
import type { NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'
import type { DownloadTask, FileAttempt } from '../../../src-main/bulk/run/file-attempt.ts'
import { createLineScanner } from '../../../src-main/bulk/protocol/line-scanner.ts'
import { createReplay } from '../../../src-main/bulk/journal/export-progress.ts'
import { receiveFile, ShortBody } from '../../../src-main/bulk/run/receive-file.ts'
import { openSealedSink } from '../../support/sealed-sink.ts'
import { quick } from '../../support/export-parts.ts'

const lines = '{"resourceType":"Patient","id":"1"}\n{"resourceType":"Patient","id":"2"}\n'
const task: DownloadTask = {
  file: {
    key: 'output Patient 1',
    kind: 'output',
    type: 'Patient',
    count: undefined,
    bytes: undefined,
    url: 'https://fhir.example/1.ndjson'
  },
  part: 'file-000001',
  authorize: true
}

/** One file of an export that is received, and what the journal was told of it. */
async function receiver() {
  const { sink } = await openSealedSink()
  const replay = createReplay()
  const events: NewJournalEvent[] = []
  const startedOver: string[] = []
  const attempt: FileAttempt = {
    offset: 0,
    scanner: createLineScanner('Patient'),
    validator: undefined,
    resumable: false,
    plainOnly: false,
    accept: 'application/fhir+ndjson'
  }
  const context = {
    sink,
    policy: { ...quick, syncBytes: 8 },
    journal: {
      progress: replay.progress,
      record: async (event: NewJournalEvent) => {
        events.push(event)
        replay.apply({ ...event, at: 1 })
      },
      close: async () => undefined
    },
    watch: {
      state: () => undefined,
      arrived: () => undefined,
      attempt: () => undefined,
      startedOver: (key: string) => startedOver.push(key),
      waiting: () => undefined,
      poll: () => undefined,
      saw: () => undefined
    }
  }
  async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < text.length; from += 10) yield Buffer.from(text.slice(from, from + 10))
  }
  return {
    attempt,
    events,
    startedOver,
    receive: (status: number, headers: Record<string, string>, text: string) =>
      receiveFile(task, { status, headers, body: bodyOf(text), close: () => undefined }, attempt, context),
    text: async () => {
      const pieces: Uint8Array[] = []
      for await (const piece of sink.read(task.part)) pieces.push(piece)
      return Buffer.concat(pieces).toString()
    }
  }
}

describe('a file that is received', () => {
  const strong = { etag: '"1"', 'content-length': String(lines.length) }

  it('goes on behind the bytes that arrived before a cut, when the server sends just those', async () => {
    const { attempt, receive, text } = await receiver()
    await expect(receive(200, strong, lines.slice(0, 41))).rejects.toThrow(ShortBody)
    expect(attempt).toMatchObject({ offset: 41, validator: '"1"', resumable: true })
    const range = `bytes 41-${lines.length - 1}/${lines.length}`
    const { report } = await receive(206, { etag: '"1"', 'content-range': range }, lines.slice(41))
    expect(report).toMatchObject({ lines: 2, endsWhole: true, types: { Patient: { resources: 2, rejected: 0 } } })
    expect(await text()).toBe(lines)
  })

  it.each(['bytes 36-71/72', 'bytes 0-71/72', 'bytes 42-71/72', 'items 41-71/72', ''])(
    'takes nothing of another part of it than the one that was asked for: %j',
    async (range) => {
      const { attempt, receive, startedOver } = await receiver()
      await expect(receive(200, strong, lines.slice(0, 41))).rejects.toThrow(ShortBody)
      await expect(receive(206, { etag: '"1"', 'content-range': range }, lines.slice(41))).rejects.toThrow(
        /another part of the file/
      )
      expect(attempt).toMatchObject({ offset: 0, validator: undefined, resumable: false })
      expect(startedOver).toEqual([task.file.key])
    }
  )

  it('starts over when the server sends all of it', async () => {
    const { receive, text } = await receiver()
    await expect(receive(200, strong, lines.slice(0, 41))).rejects.toThrow(ShortBody)
    const { report } = await receive(200, strong, lines)
    expect(report).toMatchObject({ lines: 2, bytes: lines.length })
    expect(await text()).toBe(lines)
  })

  it('does not go on by a weak entity tag, which vouches for no single byte', async () => {
    const { attempt, receive, events } = await receiver()
    await expect(receive(200, { ...strong, etag: 'W/"1"' }, lines.slice(0, 41))).rejects.toThrow(ShortBody)
    expect(attempt).toMatchObject({ validator: undefined, resumable: false })
    expect(events).toEqual([])
  })

  it('goes on by the time of the last change where there is no entity tag', async () => {
    const { attempt, receive } = await receiver()
    const modified = 'Wed, 25 Nov 2026 12:00:00 GMT'
    const headers = { 'last-modified': modified, 'content-length': String(lines.length) }
    await expect(receive(200, headers, lines.slice(0, 41))).rejects.toThrow(ShortBody)
    expect(attempt).toMatchObject({ validator: modified, resumable: true })
  })

  it('records how much is on the disk only where a later run may go on from there', async () => {
    const { receive, events } = await receiver()
    await receive(200, strong, lines)
    expect(events.length).toBeGreaterThan(3)
    expect(events.every((event) => event.event === 'started' && event.validator === '"1"')).toBe(true)
    const lengths = events.map((event) => (event.event === 'started' ? event.length : 0))
    expect(lengths).toEqual(lengths.toSorted((a, b) => a! - b!))
    expect(lengths.every((length) => length! % 10 === 0)).toBe(true)
  })

  it('is cut when fewer bytes come than its length or range announces', async () => {
    const { receive } = await receiver()
    await expect(receive(200, { 'content-length': String(lines.length + 1) }, lines)).rejects.toThrow(/ended early/)
    const again = await receiver()
    await expect(again.receive(200, strong, lines.slice(0, 20))).rejects.toThrow(ShortBody)
    const range = `bytes 20-${lines.length - 1}/${lines.length}`
    await expect(again.receive(206, { 'content-range': range }, lines.slice(20, 60))).rejects.toThrow(/ended early/)
  })
})
