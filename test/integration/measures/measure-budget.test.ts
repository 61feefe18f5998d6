import { expect, it } from 'vitest'
import { MeasureSession } from '../../../src-renderer/workers/measures/measure-session.ts'
import { InstalledContent } from '../../../src-renderer/workers/measures/installed-content.ts'
import type { MeasureProgress } from '../../../src-renderer/workers/measures/measure-protocol.ts'
import { loadFiles } from '../../support/load-store.ts'
import { exists, record, retrieve, smallPack, type Elm, type SmallMeasure } from '../../support/small-measures.ts'
import { withWebWorkers } from '../../support/web-workers.ts'
import { onlyShard } from '#engine/shards/shard.ts'

await withWebWorkers()

const valueSets = { Diabetes: ['diabetes'] }
const diabetes = exists(retrieve('Condition', 'Diabetes'))
const honest: SmallMeasure = { name: 'Honest', denominator: diabetes, numerator: diabetes }
const many: Elm = {
  type: 'List',
  element: Array.from({ length: 200 }, (_, index) => ({
    type: 'Literal',
    valueType: '{urn:hl7-org:elm-types:r1}Integer',
    value: String(index)
  }))
}
/** Goes on within one person for as long as the budget lasts. */
const endless: SmallMeasure = {
  name: 'Endless',
  denominator: diabetes,
  numerator: {
    type: 'Exists',
    operand: {
      type: 'Query',
      source: ['A', 'B', 'C', 'D', 'E'].map((alias) => ({ alias, expression: many })),
      relationship: [],
      where: {
        type: 'Less',
        operand: [
          { type: 'AliasRef', name: 'E' },
          { type: 'Negate', operand: { type: 'AliasRef', name: 'A' } }
        ]
      }
    }
  }
}

async function sessionOver(
  people: number,
  measures: readonly SmallMeasure[],
  measuring: (progress: MeasureProgress) => void = () => undefined,
  cancelGraceMs?: number
): Promise<MeasureSession> {
  const pack = smallPack('Pack', measures, valueSets)
  const content = new InstalledContent(async () => pack)
  await content.set([{ id: '0', title: 'Pack', builtIn: false, hash: 'pack' }])
  const ids = Array.from({ length: people }, (_, index) => `p${index}`)
  const files = [
    { name: 'Patient.ndjson', lines: ids.map((id) => ({ resourceType: 'Patient', id, birthDate: '1980-01-01' })) },
    { name: 'Condition.ndjson', lines: ids.map((id) => record('Condition', id, 'diabetes')) }
  ].map(({ name, lines }) => ({ name, content: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }))
  const sources = files.map((file) => ({ kind: 'blob' as const, blob: new Blob([file.content]), entry: undefined }))
  return new MeasureSession(
    { shards: [onlyShard(await loadFiles(files))], sources },
    content,
    {
      open: () => Promise.reject(new Error('Nothing is imported.')),
      measuring,
      results: async () => undefined,
      openShards: () => Promise.reject(new Error('The records fit.')),
      closeShards: () => Promise.resolve(),
      keepResults: () => Promise.reject(new Error('Nothing is stored.'))
    },
    cancelGraceMs
  )
}

const order = { periods: [{ start: '2025-01-01', end: '2025-12-31' }], policy: 'derive', zone: 'UTC' } as const

it('a cancellation reaches a worker that is deep in its work, and the queue goes on', async () => {
  let reports = 0
  const deep = Promise.withResolvers<undefined>()
  const session = await sessionOver(
    2,
    [endless, honest],
    ({ phase }) => {
      // Once when the batch starts, and once when its records are there.
      if (phase === 'evaluating' && ++reports === 2) deep.resolve(undefined)
    },
    0
  )
  const running = session.run({ ...order, measures: ['Endless'], again: true })
  const waiting = session.run({ ...order, measures: ['Honest'], again: true })
  const ended = expect(running).rejects.toMatchObject({ code: 'cancelled' })
  await deep.promise
  session.cancel()
  await ended
  expect(await waiting).toMatchObject({ evaluated: 1, failed: [] })
  expect(session.runs.all.map(({ title }) => title)).toEqual(['Honest'])
  session.stop()
})
