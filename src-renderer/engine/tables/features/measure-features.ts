import { engineTablesFeaturesMessages as m } from '#messages/engine/tables/features.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import { isPlainPeriod } from '../../measures/definition/period-key.ts'
import type { GroupRun, MeasureRun } from '../../measures/run/measure-run.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { DictionaryColumn } from '../../store/model/column.ts'

/** How one rate of a measure came out for each person, as a column. */
export interface MeasureFeature extends DescribedColumn {
  /** @param people their numbers in the population */
  read(people: Int32Array): DictionaryColumn
}

const outcomes = ['numerator', 'denominator', 'excluded'] as const

/**
 * One column per rate of each measure, from its latest period: `numerator`, `denominator` (in it, and not in the numerator),
 * `excluded`, or missing for people whom the measure is not about.
 */
export function measureFeatures(runs: readonly MeasureRun[]): MeasureFeature[] {
  const latest = new Map<string, MeasureRun>()
  for (const run of runs) {
    // What was known on an earlier day, or under other rules, is no property of a person.
    if (!isPlainPeriod(run.key.period)) continue
    const known = latest.get(run.key.measure)
    if (known === undefined || isLater(run, known)) latest.set(run.key.measure, run)
  }
  const taken = new Set<string>()
  return Array.from(latest.values(), (run) =>
    run.groups.map((group): MeasureFeature => {
      const words = run.groups.length > 1 ? `${run.title} ${group.id}` : run.title
      const name = freeName(`measure_${columnWords(words)}`, taken)
      const { start, end } = run.key.period
      return {
        name,
        kind: 'dictionary',
        description: m.toNumeratorDenominatorAndNotIn(words, start, end),
        read: (people) => ({ kind: 'dictionary', codes: outcomeCodes(group, people), values: [...outcomes] })
      }
    })
  ).flat()
}

function isLater(run: MeasureRun, than: MeasureRun): boolean {
  const [a, b] = [run.key.period.end, than.key.period.end]
  return a > b || (a === b && run.ranAt > than.ranAt)
}

/** A code of {@link outcomes} per person, -1 without. */
function outcomeCodes({ populations }: GroupRun, people: Int32Array): Int32Array {
  const sets = (codes: readonly string[]) => populations.filter(({ code }) => codes.includes(code))
  const denominators = sets(['denominator', 'measure-population'])
  const excluded = sets(['denominator-exclusion', 'measure-population-exclusion'])
  const numerators = sets(['numerator'])
  const takenOut = sets(['numerator-exclusion'])
  // An exception excuses only those who do not meet the measure.
  const excepted = sets(['denominator-exception'])
  const isIn = (list: typeof populations, patient: number): boolean =>
    list.some(({ members }) => hasBit(members, patient))
  return people.map((patient) => {
    if (!isIn(denominators, patient)) return -1
    if (isIn(excluded, patient)) return 2
    if (isIn(numerators, patient) && !isIn(takenOut, patient)) return 0
    return isIn(excepted, patient) ? 2 : 1
  })
}

/** `Blood pressure control` becomes `blood_pressure_control`. */
function columnWords(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 60)
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let next = 2; taken.has(free); next++) free = `${name}_${next}`
  taken.add(free)
  return free
}
