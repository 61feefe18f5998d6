import { describe, expect, it, vi } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import type { Store } from '#engine/store/model/store.ts'
import { panelAnswers } from '../../support/panel-answers.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { loadFolder } from '../panels/loaded-folder.ts'
import { sampleStore } from '../panels/sample-store.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

function contexts(asOf: string): readonly Context[] {
  return [
    { asOf: day(asOf), filters: [] },
    {
      asOf: day(asOf),
      filters: [
        { dimension: 'sex', values: ['female'] },
        { dimension: 'registry:hypertension', values: ['yes'] },
        { dimension: 'race', values: ['unknown'], exclude: true }
      ]
    }
  ]
}

function expectSame(store: Store, counts: readonly number[], asOf: string): void {
  for (const [index, context] of contexts(asOf).entries()) {
    const undivided = panelAnswers(store, store, shippedRegistries, context)
    for (const count of index === 0 ? counts : counts.slice(-1))
      expect(panelAnswers(store, divideStore(store, count), shippedRegistries, context), `${count} shards`).toEqual(
        undivided
      )
  }
}

const folder = testData('data/synthea-100')
/** On demand: 20,000 people take eight minutes on a busy machine. */
const many = Number(process.env['POPULUS_SHARDED_PEOPLE'] ?? 0)

describe('panels over shards equal those over one store', () => {
  it.each([
    ['chart', [64, 7]],
    ['payer', [2]]
  ] as const)('for a sample population as the %s has it', async (view, counts) => {
    const { store } = await sampleStore(40, { view })
    expectSame(store, counts, '2026-10-31')
  })

  it.skipIf(many === 0)('for as many people of the sample as are asked for', { timeout: 4 * 3_600_000 }, async () => {
    const { store } = await sampleStore(many)
    expectSame(store, [7], '2026-10-31')
  })

  it.skipIf(folder === undefined)('for 100 people of Synthea', async () => {
    expectSame(await loadFolder(folder!), [7], '2021-06-30')
  })
})
