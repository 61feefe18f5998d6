import type { MeasurePanelParams } from '#engine/measures/results/panels.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { Store } from '#engine/store/model/store.ts'
import { day, plainStore } from '../unit/selection/plain-store.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from './plain-measures.ts'
import { qualityInput } from './measure-input.ts'

/** Who is in a store of Medicare members, and how far its data reach. */
interface MedicarePeople {
  /** Members of a Medicare plan: the first 40 in the north, the others in the south. */
  readonly members: number
  /** People of a commercial plan in the north, after the members. */
  readonly others: number
  /** Everybody's first and last visit: the data reach from one to the other. The first is on January 1, 2024 unless given. */
  readonly first?: string
  readonly last: string
  /** Day of birth by place among the people. */
  readonly born?: (place: number) => string
  /** Type and name of everybody's coverage; as above unless given. */
  readonly coverage?: { readonly type: string; readonly name: string }
}

/** A store of women who all have a visit on the first and the last day. */
export function medicareStore({ members, others, first = '2024-01-01', last, born, coverage }: MedicarePeople): Store {
  const all = Array.from({ length: members + others }, (_, index) => ({
    at: index,
    id: `p${String(index).padStart(4, '0')}`
  }))
  return plainStore({
    patient: all.map(({ at, id }) => ({
      id,
      birth_date: born?.(at) ?? '1955-03-01',
      gender: 'female',
      managing_organization_id: at >= 40 && at < members ? 'south' : 'north'
    })),
    organization: [
      { id: 'north', name: 'North' },
      { id: 'south', name: 'South' }
    ],
    coverage: all.map(({ at, id }) => ({
      id: `c${at}`,
      patient_id: id,
      status: 'active',
      type: coverage?.type ?? (at < members ? 'https://nahdo.org/sopt|111|' : 'https://nahdo.org/sopt|512|'),
      type_text: coverage?.name ?? (at < members ? 'Advantage HMO' : 'Open PPO'),
      period_start: '2020-01-01'
    })),
    encounter: all.flatMap(({ at, id }) =>
      [first, last].map((on, visit) => ({
        id: `e${at}-${visit}`,
        patient_id: id,
        status: 'finished',
        period_start: on
      }))
    )
  })
}

const eighty = medicareStore({ members: 72, others: 8, last: '2026-12-31' })

/** One of four is met. */
const cases: readonly PlainCases[] = Array.from({ length: 80 }, (_, index) => [1, 1, 0, 0, index % 4 === 0 ? 1 : 0])
const screening = plainDefinition('breast-cancer-screening')
const readmission = plainDefinition('all-cause-readmission', 'decrease')

/** Screening, and readmissions, which nothing closes: of 72 members and 8 others, over the whole of 2026. */
export const medicareInput = (rest: Partial<MeasureInput> = {}): MeasureInput =>
  qualityInput(
    eighty,
    [
      plainMeasure(screening, plainRun(screening, cases)),
      plainMeasure(readmission, plainRun(readmission, cases), { closing: { text: 'Nothing.', never: true } })
    ],
    rest
  )

export const medicareContext = { asOf: day('2026-12-31'), filters: [] }

/** The Stars of these people. */
export const medicareStars = (
  params: Partial<MeasurePanelParams<'stars'>> = {},
  input = medicareInput(),
  filters: readonly { readonly dimension: string; readonly values: readonly string[] }[] = [],
  asOf = medicareContext.asOf
): ReturnType<typeof runMeasurePanel<'stars'>> =>
  runMeasurePanel(
    input,
    'stars',
    { asOf, filters },
    {
      table: '2026-ma-pd',
      closures: {},
      scores: {},
      ...params
    }
  )
