import { describe, expect, it, vi } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import { fingerprintOf } from '#engine/measures/rates/data-fingerprint.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { measureAnswers } from '../../support/measure-answers.ts'
import { packContent } from '../../support/measure-input.ts'
import { year2026 } from '../../support/plain-measures.ts'
import { context, control, id, inputOf, store } from '../../support/ten-people.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

const about = {
  at: '2026-10-01T10:00:00Z',
  by: 'Ada',
  measure: control.url,
  group: 'rate',
  period: year2026
}
const events: readonly WorklistEvent[] = [
  { ...about, id: 'event-1', patient: id(2), kind: 'note', text: 'Called.' },
  { ...about, id: 'event-2', patient: id(3), kind: 'close', reason: 'declined' },
  {
    ...about,
    id: 'event-3',
    patient: id(4),
    kind: 'evidence',
    what: 'x',
    on: '2026-05-01',
    source: 'y',
    until: '2026-12-31'
  },
  { ...about, id: 'event-4', patient: 'gone', kind: 'note', text: 'Nobody.' }
]
const contexts: readonly Context[] = [
  context,
  { ...context, filters: [{ dimension: 'sex', values: ['female'] }] },
  { ...context, filters: [{ dimension: 'practice', values: ['north'], exclude: true }] }
]

describe('measures over shards equal those over one store', () => {
  it.each([1, 2, 7, 64])('on every panel, for %i shards', (count) => {
    const population = allPeople(shardedPopulation(divideStore(store, count), shippedRegistries)[0]!)
    for (const asked of contexts)
      expect(measureAnswers({ ...inputOf({ events }), population }, asked)).toEqual(
        measureAnswers(inputOf({ events }), asked)
      )
  })

  it.each([2, 7, 64])('in what they read of the records, for %i shards', (count) => {
    const [first] = packContent(['hba1c-control'])
    for (const asOf of [undefined, context.asOf]) {
      const question = { content: first!.content, supplemental: true, asOf }
      expect(recordPlaces(divideStore(store, count), question)).toEqual(recordPlaces(divideStore(store, 1), question))
    }
  })

  it.each([2, 7, 64])('in what their people are compared by, for %i shards', (count) => {
    expect(fingerprintOf(divideStore(store, count))).toEqual(fingerprintOf(divideStore(store, 1)))
  })
})
