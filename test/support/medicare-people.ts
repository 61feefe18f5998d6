import type { MeasurePanelParams } from '#engine/measures/results/panels.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { day, plainStore } from '../unit/selection/plain-store.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from './plain-measures.ts'
import { qualityInput } from './measure-input.ts'

/** 40 members of a Medicare plan in the north, 32 in the south, and 8 of a commercial plan in the north. */
const medicareStore = plainStore({
  patient: Array.from({ length: 80 }, (_, at) => ({
    id: `p${String(at).padStart(2, '0')}`,
    birth_date: '1950-03-01',
    gender: 'female',
    managing_organization_id: at >= 40 && at < 72 ? 'south' : 'north'
  })),
  organization: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' }
  ],
  coverage: Array.from({ length: 80 }, (_, at) => ({
    id: `c${at}`,
    patient_id: `p${String(at).padStart(2, '0')}`,
    status: 'active',
    type: at < 72 ? 'https://nahdo.org/sopt|111|' : 'https://nahdo.org/sopt|512|',
    type_text: at < 72 ? 'Advantage HMO' : 'Open PPO',
    period_start: '2020-01-01'
  })),
  encounter: Array.from({ length: 80 }, (_, at) => ({
    id: `e${at}`,
    patient_id: `p${String(at).padStart(2, '0')}`,
    status: 'finished',
    period_start: '2026-10-30'
  }))
})

/** One of four is met. */
const cases: readonly PlainCases[] = Array.from({ length: 80 }, (_, at) => [1, 1, 0, 0, at % 4 === 0 ? 1 : 0])
const screening = plainDefinition('breast-cancer-screening')
const readmission = plainDefinition('all-cause-readmission', 'decrease')

/** Screening, and readmissions, which nothing closes. */
export const medicareInput = (rest: Partial<MeasureInput> = {}): MeasureInput =>
  qualityInput(
    medicareStore,
    [
      plainMeasure(screening, plainRun(screening, cases)),
      plainMeasure(readmission, plainRun(readmission, cases), { closing: { text: 'Nothing.', never: true } })
    ],
    rest
  )

export const medicareContext = { asOf: day('2026-10-31'), filters: [] }

/** The Stars of these people. */
export const medicareStars = (
  params: Partial<MeasurePanelParams<'stars'>> = {},
  input = medicareInput(),
  filters: readonly { readonly dimension: string; readonly values: readonly string[] }[] = []
): ReturnType<typeof runMeasurePanel<'stars'>> =>
  runMeasurePanel(
    input,
    'stars',
    { ...medicareContext, filters },
    {
      table: '2026-ma-pd',
      closures: {},
      scores: {},
      ...params
    }
  )
