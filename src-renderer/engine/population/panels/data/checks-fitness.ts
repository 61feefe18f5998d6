import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { CheckResult } from '../results/checks-result.ts'
import type { FitnessInput, Summary } from '../results/summary-result.ts'

/** A screen, as far as it decides which checks concern what is on it. */
export interface ConcernedScreen {
  readonly screen: string
  /** Id of the registry, on the screen of one. */
  readonly registry?: string
}

/** What some checks together say about the data. */
export interface CheckedInput extends FitnessInput {
  readonly id: string
  /** Those with failing rows, worst first. */
  readonly amiss: readonly CheckResult[]
}

/** Checks that are looked at together. */
export interface CheckGroup {
  readonly id: string
  readonly label: string
  readonly holds: (check: CheckResult) => boolean
}

// Missing values and dead references are inputs of their own.
const groups: readonly CheckGroup[] = [
  { id: 'plausible-dates', label: m.datesPlausible, holds: ({ aspect }) => aspect === 'temporal' },
  {
    id: 'plausible-values',
    label: m.valuesPlausible,
    holds: ({ aspect }) => aspect === 'atemporal' || aspect === 'value'
  },
  { id: 'unique-records', label: m.recordsUnique, holds: ({ aspect }) => aspect === 'uniqueness' }
]

const costTables = ['encounter', 'explanation_of_benefit', 'claim', 'coverage', 'patient']

/** Whether what a screen shows rests on the rows that a check is about. A check of one kind of value counts where it is shown. */
function concerns({ screen, registry }: ConcernedScreen, check: CheckResult): boolean {
  if (screen === 'quality') return true
  if (registry !== undefined) return check.registries.includes(registry)
  if (screen === 'cost') return costTables.includes(check.table)
  return !check.ofValue
}

/** Share of the checked rows that passed, in percent, rounded down; 100 only when every row passed. */
function passing({ checked, failed }: CheckResult): number {
  return checked === 0 ? 100 : Math.floor((1 - (failed.value ?? 0) / checked) * 100)
}

/**
 * Inputs of the fitness that checks make up, each as good as its worst check. Groups without a check that ran are left out.
 * @param further groups besides plausible dates and values and unique records
 */
export function checkedInputs(checks: readonly CheckResult[], further: readonly CheckGroup[] = []): CheckedInput[] {
  return [...groups, ...further].flatMap(({ id, label, holds }) => {
    const ran = checks.filter((check) => check.verdict !== 'empty' && holds(check))
    if (ran.length === 0) return []
    const amiss = ran
      .filter(({ verdict }) => verdict !== 'passes')
      .sort((a, b) => passing(a) - passing(b) || a.title.localeCompare(b.title, activeLocale))
    const [worst] = amiss
    return [
      {
        id,
        label,
        score: worst === undefined ? 100 : passing(worst),
        reason:
          worst === undefined
            ? m.checksPassedOnEveryRow(ran.length)
            : m.ofChecksFoundRowsWorstOf(
                amiss.length.toLocaleString(activeLocale),
                ran.length,
                amiss.filter(({ verdict }) => verdict === 'fails').length,
                worst.title,
                worst.failed.value ?? 0,
                worst.checked.toLocaleString(activeLocale)
              ),
        amiss
      }
    ]
  })
}

/** The fitness of what a screen shows. */
export interface ScreenFitness {
  /** Undefined while the data are incomplete: what arrived may be sound and still tell nothing about what did not. */
  readonly score: number | undefined
  readonly inputs: readonly FitnessInput[]
}

/**
 * Adds to the fitness of the data what the checks say about the rows that a screen rests on.
 * @param incomplete what is missing of the data, in a sentence; undefined for complete ones
 */
export function screenFitness(
  data: Summary['fitness'],
  checks: readonly CheckResult[],
  screen: ConcernedScreen,
  incomplete?: string
): ScreenFitness {
  const checked = checkedInputs(checks.filter((check) => concerns(screen, check)))
  return {
    score: incomplete === undefined ? Math.min(data.score, ...checked.map(({ score }) => score)) : undefined,
    inputs: [...data.inputs, ...checked.map(({ label, score, reason }) => ({ label, score, reason }))]
  }
}
