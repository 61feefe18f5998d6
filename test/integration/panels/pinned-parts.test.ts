import { beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import { panelQuestion, type FigureSource } from '#engine/boards/figure-source.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { figuresOfParts, type PartedPanel } from '#engine/population/panels/results/panel-part.ts'
import type { PanelParams } from '#engine/population/panels/results/panel.ts'
import type { Store } from '#engine/store/model/store.ts'
import { figureView } from '../../../src-renderer/figures/catalog.ts'
import {
  personalTypes,
  referenceTypes,
  type PersonalType
} from '../../../src-main/sample/population/base/resource-types.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { format } from '../../unit/charts/chart-fixture.ts'
import { sampleStore } from './sample-store.ts'

type PopulationSource = Extract<FigureSource, { of: 'population' }>

const paramsOf: { readonly [P in PartedPanel]: readonly PanelParams<P>[] } = {
  overview: [{}],
  cost: [{}, { basis: 'allowed' }],
  use: [{}, { stays: { allAges: true, observation: true } }],
  registry: [{ id: 'diabetes' }, { id: 'hypertension' }]
}

const pinned = Object.entries(figuresOfParts).flatMap(([panel, parts]) =>
  paramsOf[panel as PartedPanel].flatMap((params) =>
    Object.values(parts)
      .flat()
      .map((figure: string) => ({ of: 'population', panel, params, figure }) as PopulationSource)
  )
)

const contexts: readonly Context[] = [
  { asOf: day('2026-10-31'), filters: [] },
  { asOf: day('2026-06-17'), filters: [{ dimension: 'sex', values: ['female'] }] },
  { asOf: day('2026-10-31'), filters: [{ dimension: 'control:diabetes/hba1c', values: ['none'], exclude: true }] },
  { asOf: day('2026-10-31'), filters: [{ dimension: 'age', values: [] }] },
  { asOf: day('1950-01-31'), filters: [] }
]

/** What a figure says and draws, without the functions of its chart. */
const shown = (source: FigureSource, answer: FigureAnswer): string =>
  JSON.stringify(figureView(source, answer, format()))

describe('a figure of a part of a panel', () => {
  const stores: { readonly name: string; readonly store: Store; readonly absent: readonly string[] }[] = []

  beforeAll(async () => {
    const { store } = await sampleStore(120)
    stores.push({ name: 'all', store, absent: [] })
    stores.push({ name: 'withheld', store, absent: ['Condition', 'Observation', 'Encounter'] })
    const without = (type: PersonalType) =>
      sampleStore(60, { types: [...referenceTypes, ...personalTypes].filter((each) => each !== type) })
    stores.push({ name: 'no claims', store: (await without('ExplanationOfBenefit')).store, absent: [] })
    stores.push({ name: 'no encounters', store: (await without('Encounter')).store, absent: [] })
    stores.push({
      name: 'patients',
      store: (await sampleStore(60, { types: ['Patient'] })).store,
      absent: []
    })
  })

  it('is that of the whole panel, whatever the data, the date and the filters', () => {
    for (const { name, store, absent } of stores)
      for (const context of contexts) {
        // Many figures stand in one part and in one panel, which are asked for once.
        const answers = new Map<string, FigureAnswer>()
        const answer = (asked: Pick<ReturnType<typeof panelQuestion>, 'name' | 'params'>): FigureAnswer => {
          const key = JSON.stringify(asked)
          const found =
            answers.get(key) ??
            (runPanel(store, shippedRegistries, asked.name, context, asked.params, absent) as FigureAnswer)
          answers.set(key, found)
          return found
        }
        for (const source of pinned) {
          const question = panelQuestion(source)
          expect(question.name).toBe('part')
          const part = answer({ name: question.name, params: question.params })
          const whole = answer({ name: source.panel, params: source.params })
          const what = `${name} ${JSON.stringify(context)} ${JSON.stringify(source)}`
          expect(shown(source, part), what).toBe(shown(source, whole))
        }
      }
  })

  it('stands in one part of its panel, which the catalog knows', () => {
    for (const [panel, parts] of Object.entries(figuresOfParts)) {
      const figures: readonly string[] = Object.values(parts).flat()
      expect(new Set(figures).size, panel).toBe(figures.length)
    }
    for (const source of pinned) expect(figureView(source, undefined, format()), source.figure).toBeDefined()
  })
})
