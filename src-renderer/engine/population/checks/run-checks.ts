import { civilFromDay, dayFromCivil, monthStart } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { checksOf } from './check-list.ts'
import { FAILED, NOT_CHECKED, type DataCheck, type Verdicts } from './data-check.ts'

/** How many of some rows were checked, and how many of them failed. */
export interface CheckTally {
  readonly checked: number
  readonly failed: number
}

/** The tally of one file. */
export interface FileTally extends CheckTally {
  readonly file: string
}

/** The tally of a month or, where the rows span more than three years, of a year. */
export interface PeriodTally extends CheckTally {
  /** First day of the period. */
  readonly start: number
  readonly grain: 'month' | 'year'
}

/** What a check found. */
export interface CheckOutcome extends CheckTally {
  readonly check: DataCheck
  /** People with a failing row; undefined for tables that are not about people. */
  readonly people: number | undefined
  /** By file that the rows came from, most failures first. Empty when nothing failed. */
  readonly files: readonly FileTally[]
  /** The last 24 periods with checked rows. Empty when nothing failed. */
  readonly periods: readonly PeriodTally[]
}

const PERIODS = 24
const THREE_YEARS = 3 * 366

/** Runs every check over all rows, one after the other, so that other work can be done in between. */
export function* runChecks(store: Store): Generator<CheckOutcome, void> {
  for (const check of checksOf(store)) yield outcomeOf(store, check, check.verdicts(store))
}

function outcomeOf(store: Store, check: DataCheck, verdicts: Verdicts): CheckOutcome {
  const table = store.table(check.table)
  let [checked, failed] = [0, 0]
  for (const verdict of verdicts) {
    if (verdict !== NOT_CHECKED) checked++
    if (verdict === FAILED) failed++
  }
  return {
    check,
    checked,
    failed,
    people: peopleOf(store, table, verdicts),
    files: failed === 0 ? [] : byFile(store, table, verdicts),
    periods: failed === 0 ? [] : byPeriod(table, verdicts)
  }
}

function peopleOf({ patients }: Store, table: Table, verdicts: Verdicts): number | undefined {
  const { name, patient } = table
  if (name !== 'patient' && patient === undefined) return undefined
  const failing = new Uint8Array(patients)
  for (let row = 0; row < verdicts.length; row++) {
    if (verdicts[row] !== FAILED) continue
    const person = name === 'patient' ? row : patient![row]!
    if (person >= 0) failing[person] = 1
  }
  return failing.reduce((sum, each) => sum + each, 0)
}

function byFile({ files, resources }: Store, table: Table, verdicts: Verdicts): FileTally[] {
  const fileOf = resources.get(table.resourceType)?.file
  const checked = new Int32Array(files.length)
  const failed = new Int32Array(files.length)
  for (let row = 0; row < verdicts.length; row++) {
    const file = fileOf?.[table.resource[row]!]
    if (file === undefined || verdicts[row] === NOT_CHECKED) continue
    checked[file]!++
    if (verdicts[row] === FAILED) failed[file]!++
  }
  return files
    .map((file, index) => ({ file, checked: checked[index]!, failed: failed[index]! }))
    .filter((tally) => tally.checked > 0)
    .sort((a, b) => b.failed - a.failed || a.file.localeCompare(b.file))
}

function byPeriod({ day }: Table, verdicts: Verdicts): PeriodTally[] {
  const days = new Map<number, [checked: number, failed: number]>()
  for (let row = 0; row < verdicts.length; row++) {
    const each = day?.[row] ?? NO_DAY
    if (verdicts[row] === NOT_CHECKED || each === NO_DAY) continue
    const tally = days.get(each) ?? [0, 0]
    tally[0]++
    if (verdicts[row] === FAILED) tally[1]++
    days.set(each, tally)
  }
  const ordered = [...days].sort(([a], [b]) => a - b)
  const isLong = ordered.length > 0 && ordered.at(-1)![0] - ordered[0]![0] > THREE_YEARS
  const tallies = new Map<number, [number, number]>()
  for (const [each, [checked, failed]] of ordered) {
    const start = isLong ? dayFromCivil(civilFromDay(each).year, 1, 1) : monthStart(each)
    const before = tallies.get(start) ?? [0, 0]
    tallies.set(start, [before[0] + checked, before[1] + failed])
  }
  const grain = isLong ? 'year' : 'month'
  return [...tallies].slice(-PERIODS).map(([start, [checked, failed]]) => ({ start, grain, checked, failed }))
}
