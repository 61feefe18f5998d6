import { describe, expect, it } from 'vitest'
import { gapStatuses } from '#engine/measures/results/gap-status.ts'
import { fc } from '../../support/property.ts'
import { formatPlace, parsePlace, type HistoryEntry } from '../../../src-renderer/state/navigation/history-entry.ts'
import {
  connectionTabs,
  dataQualityTabs,
  findingLists,
  measuresTabs,
  measureTabs,
  registryTabs,
  type Route
} from '../../../src-renderer/state/navigation/route.ts'
import { parseRoute } from '../../../src-renderer/state/navigation/route-address.ts'

const text = fc.string({ minLength: 1, unit: 'binary' }).filter((value) => value.isWellFormed())
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom('start', 'overview', 'patients', 'quality', 'connections', 'snapshots', 'settings').map((screen) => ({
    screen: screen as 'start'
  })),
  fc.record({ screen: fc.constant('registry' as const), id: text, tab: fc.constantFrom(...registryTabs) }),
  fc.record({ screen: fc.constant('patient' as const), patient: fc.nat(999_999_999) }),
  fc.record({ screen: fc.constant('measures' as const), tab: fc.constantFrom(...measuresTabs) }),
  fc.record({ screen: fc.constant('measure' as const), rate: text, tab: fc.constantFrom(...measureTabs) }),
  fc.record({ screen: fc.constant('gaps' as const), rate: text }),
  fc.constant({ screen: 'gaps' as const }),
  fc.record({ screen: fc.constant('gaps' as const), statuses: fc.subarray([...gapStatuses], { minLength: 1 }) }),
  fc.record({
    screen: fc.constant('gaps' as const),
    rate: text.map((id) => `${id}/rate`),
    statuses: fc.subarray([...gapStatuses], { minLength: 1 })
  }),
  fc.constant({ screen: 'overview' as const, tab: 'signals' as const }),
  fc.record({ screen: fc.constant('quality' as const), tab: fc.constantFrom(...dataQualityTabs) }),
  fc.record({
    screen: fc.constant('quality' as const),
    tab: fc.constant('findings' as const),
    list: fc.constantFrom(...findingLists)
  }),
  fc.constant({ screen: 'connections' as const, tab: 'setup' as const }),
  fc.record({ screen: fc.constant('connections' as const), guide: fc.stringMatching(/^[a-z0-9-]{2,40}$/) }),
  fc.record({
    screen: fc.constant('connections' as const),
    id: fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/),
    tab: fc.constantFrom(...connectionTabs.filter((tab) => tab !== 'exports'))
  })
)
const filter = fc
  .record({ dimension: text, values: fc.array(text, { minLength: 1, maxLength: 5 }), exclude: fc.boolean() })
  .map(({ dimension, values, exclude }) =>
    exclude ? { dimension, values, exclude: true as const } : { dimension, values }
  )
const place: fc.Arbitrary<HistoryEntry> = fc.record({
  route,
  asOf: fc.option(fc.integer({ min: -20_000, max: 40_000 }), { nil: undefined }),
  filters: fc.uniqueArray(filter, { maxLength: 4, selector: ({ dimension }) => dimension })
})

describe('places in the address', () => {
  it('reads back every place it writes', () => {
    fc.assert(
      fc.property(place, (each) => {
        expect(parsePlace(formatPlace(each))).toEqual(each)
      })
    )
  })

  it('writes addresses that can be read by people', () => {
    const address = formatPlace({
      route: { screen: 'registry', id: 'diabetes', tab: 'control' },
      asOf: Date.UTC(2026, 9, 31) / 86_400_000,
      filters: [{ dimension: 'payer', values: ['Medicare', 'Medicaid'] }]
    })
    expect(address).toBe('#/registry/diabetes/control?as-of=2026-10-31&filter=payer:Medicare,Medicaid')
  })

  it.each([
    '/nowhere',
    '/registry',
    '/overview/elsewhere',
    '/data/connections/short',
    '/data/connections/guide',
    '/data/connections/guide/https%3A%2F%2Ffhir.example.org',
    '/data/connections/connection-1/nothing',
    '/data/connections/https%3A%2F%2Ffhir.example.org',
    '/registry/diabetes/nothing',
    '/patient/-1',
    '/patient/1/2',
    '/patient/a',
    '/registry/%E0%A4%A'
  ])('knows no place at %s', (path) => expect(parseRoute(path)).toBeUndefined())

  it('leaves out what it cannot read and keeps the rest', () => {
    expect(parsePlace('#/overview?as-of=2026-13-40&filter=%E0%A4%A:x&filter=sex:female&other=1')).toEqual({
      route: { screen: 'overview' },
      asOf: undefined,
      filters: [{ dimension: 'sex', values: ['female'] }]
    })
    expect(parsePlace('#/overview?filter=sex:female&filter=age:40&filter=sex:male')?.filters).toEqual([
      { dimension: 'sex', values: ['female'] },
      { dimension: 'age', values: ['40'] }
    ])
  })
})
