import { expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { writeUnfinishedRun, type UnfinishedRun } from '#engine/measures/run-files/unfinished-run.ts'
import { AppError } from '#shared/app-error.ts'
import { resumeRun } from '../../../src-main/cli/measure/resumed-run.ts'
import type { UnfinishedFile } from '../../../src-main/storage/snapshots/open-snapshot.ts'
import { streamOf } from '../../support/byte-stream.ts'
import { exists, measureResources, retrieve } from '../../support/small-measures.ts'

const half = exists(retrieve('Condition', 'c'))
const content = readMeasureContent(measureResources([{ name: 'M', denominator: half, numerator: half }], { c: ['c'] }))
const options = {
  period: { start: '2025-01-01', end: '2025-12-31' },
  policy: 'derive',
  zone: 'UTC',
  supplemental: false,
  trace: undefined,
  threads: 1
} as const
const asked: Parameters<typeof resumeRun>[1] = { content, options, places: [], patients: 10 }
const run: UnfinishedRun = { people: 4, runs: [], failed: [], supplemental: [] }

function place(file: Partial<UnfinishedFile>) {
  const told: string[] = []
  const resumable: (string | undefined)[] = []
  const io = { err: (text: string) => void told.push(text), resumable: (path?: string) => void resumable.push(path) }
  const unfinished: UnfinishedFile = {
    path: '/unfinished',
    read: async () => undefined,
    replace: () => Promise.reject(new Error('nobody writes')),
    drop: () => Promise.reject(new Error('nothing is there')),
    ...file
  }
  return { told, resumable, resume: (question = asked) => resumeRun(unfinished, question, io) }
}

it('a run goes on without storing where nothing can be stored, and says so once', async () => {
  let tries = 0
  const { told, resumable, resume } = place({
    replace() {
      tries++
      return Promise.reject(Object.assign(new Error('read-only'), { code: 'EROFS' }))
    }
  })
  const resumed = await resume()
  await resumed.store(run)
  await resumed.store(run)
  await resumed.drop()
  expect([tries, told]).toEqual([
    1,
    ['What has been evaluated is not stored (EROFS). If this run is interrupted, it begins again.\n']
  ])
  expect(resumable).toEqual([undefined])
})

it('a run goes on after the people of one that asked the same, and after nobody else', async () => {
  const written: Uint8Array[] = []
  const writer = {
    write: async (bytes: Uint8Array) => void written.push(bytes.slice()),
    sync: async () => undefined,
    finish: async () => ({ textBytes: 0, sealedBytes: 0, sha256: '' }),
    abort: async () => undefined
  }
  const { resume } = place({ replace: async () => writer, read: async () => streamOf(written) })
  expect((await resume()).before).toBeUndefined()
  await (await resume()).store(run)
  expect((await resume()).before).toEqual(run)
  const others = [
    { ...asked, patients: 11 },
    { ...asked, options: { ...options, zone: 'Europe/Berlin' } },
    { ...asked, options: { ...options, period: { ...options.period, asOf: '2025-06-30' } } },
    { ...asked, options: { ...options, evidence: 'claims' as const } },
    { ...asked, content: { ...content, valueSets: new Map() } }
  ]
  for (const other of others) expect((await resume(other)).before).toBeUndefined()
})

it('what is stored and cannot be read is evaluated again', async () => {
  const damaged = new AppError('unreadable-file', 'damaged')
  expect((await place({ read: () => Promise.reject(damaged) }).resume()).before).toBeUndefined()
  const cut = [...writeUnfinishedRun(run, '')].map((piece) => piece.subarray(0, 5))
  expect((await place({ read: async () => streamOf(cut) }).resume()).before).toBeUndefined()
})
