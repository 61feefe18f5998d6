import { activeLocale } from '#shared/messages/locale.ts'
import { defined } from '#shared/language/defined.ts'
import { civilFromDay, dayFromCivil, monthStart } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import { askEach } from '../../store/model/ask-each.ts'
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

/** Runs every check over all rows, one after the other. */
export function* runChecks(shards: readonly PopulationShard[]): Generator<CheckOutcome, void> {
  for (const outcome of checkSteps(shards)) if (outcome !== undefined) yield outcome
}

/** The same in steps of one check over one shard, so that other work can be done in between; undefined where a check goes on in the next shard. */
export function* checkSteps(shards: readonly PopulationShard[]): Generator<CheckOutcome | undefined, void> {
  for (const check of checksOf(shards[0]!.store)) {
    let tally: ShardTally | undefined
    for (const shard of shards) {
      if (tally !== undefined) yield undefined
      const [added] = askEach([shard], tallyIn, check.id)
      tally = tally === undefined ? defined(added) : addTallies(tally, defined(added))
    }
    yield outcomeOf(check, defined(tally))
  }
}

type Counts = readonly [checked: number, failed: number]

/** What one shard tells of a check. */
interface ShardTally {
  readonly counts: Counts
  readonly people: number | undefined
  readonly files: ReadonlyMap<string, Counts>
  readonly days: ReadonlyMap<number, Counts>
}

const nothing: ShardTally = { counts: [0, 0], people: undefined, files: new Map(), days: new Map() }

function tallyIn({ store, ownsCommon }: PopulationShard, id: string): ShardTally {
  const check = defined(checksOf(store).find((each) => each.id === id))
  const table = store.table(check.table)
  if (table.name !== 'patient' && !table.isAboutPeople && !ownsCommon) return nothing
  const verdicts = check.verdicts(store)
  let [checked, failed] = [0, 0]
  for (const verdict of verdicts) {
    if (verdict !== NOT_CHECKED) checked++
    if (verdict === FAILED) failed++
  }
  return {
    counts: [checked, failed],
    people: peopleOf(store, table, verdicts),
    files: byFile(store, table, verdicts),
    days: byDay(table, verdicts)
  }
}

function addTallies(left: ShardTally, right: ShardTally): ShardTally {
  return {
    counts: [left.counts[0] + right.counts[0], left.counts[1] + right.counts[1]],
    people:
      left.people === undefined && right.people === undefined ? undefined : (left.people ?? 0) + (right.people ?? 0),
    files: addCounted(left.files, right.files),
    days: addCounted(left.days, right.days)
  }
}

function addCounted<K>(left: ReadonlyMap<K, Counts>, right: ReadonlyMap<K, Counts>): ReadonlyMap<K, Counts> {
  const sums = new Map(left)
  for (const [key, [checked, failed]] of right) {
    const before = sums.get(key) ?? [0, 0]
    sums.set(key, [before[0] + checked, before[1] + failed])
  }
  return sums
}

function outcomeOf(check: DataCheck, { counts: [checked, failed], people, files, days }: ShardTally): CheckOutcome {
  return {
    check,
    checked,
    failed,
    people,
    files:
      failed === 0
        ? []
        : Array.from(files, ([file, [among, failing]]) => ({ file, checked: among, failed: failing })).sort(
            (a, b) => b.failed - a.failed || a.file.localeCompare(b.file, activeLocale)
          ),
    periods: failed === 0 ? [] : periodsOf(days)
  }
}

function peopleOf({ patients }: Store, table: Table, verdicts: Verdicts): number | undefined {
  const { name, patient } = table
  if (name !== 'patient' && patient === undefined) return undefined
  const failing = new Uint8Array(patients)
  for (let row = 0; row < verdicts.length; row++) {
    if (verdicts[row] !== FAILED) continue
    const person = name === 'patient' ? row : defined(patient)[row]!
    if (person >= 0) failing[person] = 1
  }
  return failing.reduce((sum, each) => sum + each, 0)
}

function byFile({ files, resources }: Store, table: Table, verdicts: Verdicts): ReadonlyMap<string, Counts> {
  const fileOf = resources.get(table.resourceType)?.file
  const checked = new Int32Array(files.length)
  const failed = new Int32Array(files.length)
  for (let row = 0; row < verdicts.length; row++) {
    const file = fileOf?.[table.resource[row]!]
    if (file === undefined || file < 0 || verdicts[row] === NOT_CHECKED) continue
    checked[file]!++
    if (verdicts[row] === FAILED) failed[file]!++
  }
  return new Map(
    files.flatMap((file, index): [string, Counts][] =>
      checked[index] === 0 ? [] : [[file, [checked[index]!, failed[index]!]]]
    )
  )
}

function byDay({ day }: Table, verdicts: Verdicts): ReadonlyMap<number, Counts> {
  const days = new Map<number, [checked: number, failed: number]>()
  for (let row = 0; row < verdicts.length; row++) {
    const each = day?.[row] ?? NO_DAY
    if (verdicts[row] === NOT_CHECKED || each === NO_DAY) continue
    const tally = days.get(each) ?? [0, 0]
    tally[0]++
    if (verdicts[row] === FAILED) tally[1]++
    days.set(each, tally)
  }
  return days
}

function periodsOf(days: ReadonlyMap<number, Counts>): PeriodTally[] {
  const ordered = [...days].sort(([a], [b]) => a - b)
  const isLong = ordered.length > 0 && defined(ordered.at(-1))[0] - ordered[0]![0] > THREE_YEARS
  const tallies = new Map<number, [number, number]>()
  for (const [each, [checked, failed]] of ordered) {
    const start = isLong ? dayFromCivil(civilFromDay(each).year, 1, 1) : monthStart(each)
    const before = tallies.get(start) ?? [0, 0]
    tallies.set(start, [before[0] + checked, before[1] + failed])
  }
  const grain = isLong ? 'year' : 'month'
  return [...tallies].slice(-PERIODS).map(([start, [checked, failed]]) => ({ start, grain, checked, failed }))
}
