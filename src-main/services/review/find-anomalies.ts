import type { AuditRow } from '#shared/audit-record.ts'
import type { Anomaly } from '#shared/governance/audit-review.ts'
import { countsFor, type AnomalyRuleDefinition, type RuleTest } from './anomaly-rules.ts'

/** A moment on the clock of this computer. */
interface LocalTime {
  readonly day: string
  /** 0 Sunday to 6 Saturday. */
  readonly weekday: number
  readonly hour: number
}

/** What one account did on one day. */
interface Day {
  readonly day: string
  readonly rows: { readonly seq: number; readonly time: number; readonly local: LocalTime }[]
}

/**
 * Looks through records, oldest first, for what stands out.
 * @param watched pseudonyms of people on the watch list
 * @param localTime the clock of this computer
 * @returns newest first
 */
export function findAnomalies(
  rows: readonly AuditRow[],
  rules: readonly AnomalyRuleDefinition[],
  watched: ReadonlySet<string>,
  localTime: (time: number) => LocalTime = hereAndNow
): Anomaly[] {
  const found = rules.flatMap((rule) =>
    [...daysByActor(rows, rule, watched, localTime)].flatMap(([actor, days]) =>
      days.flatMap((day, index): Anomaly[] => {
        const hit = judge(rule.test, day, days.slice(0, index))
        return hit === undefined ? [] : [{ rule: rule.id, actor, day: day.day, ...hit }]
      })
    )
  )
  return found.sort((a, b) => b.firstRecord - a.firstRecord)
}

function daysByActor(
  rows: readonly AuditRow[],
  { subject }: AnomalyRuleDefinition,
  watched: ReadonlySet<string>,
  localTime: (time: number) => LocalTime
): ReadonlyMap<string, Day[]> {
  const actors = new Map<string, Day[]>()
  for (const row of rows) {
    if (row.actor === undefined || !countsFor(subject, row, watched)) continue
    const time = Date.parse(row.time)
    const local = localTime(time)
    const days = actors.get(row.actor) ?? []
    actors.set(row.actor, days)
    const last = days.at(-1)
    const entry = { seq: row.seq, time, local }
    if (last?.day === local.day) last.rows.push(entry)
    else days.push({ day: local.day, rows: [entry] })
  }
  return actors
}

type Hit = Pick<Anomaly, 'count' | 'limit' | 'firstRecord'>

function judge(test: RuleTest, { rows }: Day, before: readonly Day[]): Hit | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const hit = (count: number, limit: number, firstRecord = first.seq): Hit | undefined =>
    count > limit ? { count, limit, firstRecord } : undefined
  switch (test.test) {
    case 'more-in-a-day':
      return hit(rows.length, test.than)
    case 'more-in-an-hour': {
      const { count, from } = busiestHour(rows)
      return hit(count, test.than, from)
    }
    case 'more-than-own-history': {
      if (before.length < test.days) return undefined
      const counts = before.map((day) => day.rows.length)
      const middle = median(counts)
      const spread = median(counts.map((count) => Math.abs(count - middle)))
      return hit(rows.length, Math.max(test.floor, Math.ceil(middle + test.distances * Math.max(1, spread))))
    }
    case 'off-hours': {
      if (before.length < test.days) return undefined
      const isOff = ({ local }: Day['rows'][number]): boolean =>
        local.weekday === 0 || local.weekday === 6 || local.hour >= test.from || local.hour < test.until
      const earlier = before.flatMap((day) => day.rows)
      if (earlier.filter(isOff).length >= test.share * earlier.length) return undefined
      const off = rows.filter(isOff)
      return hit(off.length, test.floor, off[0]?.seq)
    }
  }
}

/** The most within any sixty minutes, and where they begin. */
function busiestHour(rows: Day['rows']): { readonly count: number; readonly from: number } {
  let best = { count: 0, from: rows[0]!.seq }
  let start = 0
  rows.forEach((row, end) => {
    while (row.time - rows[start]!.time >= 3_600_000) start += 1
    if (end - start + 1 > best.count) best = { count: end - start + 1, from: rows[start]!.seq }
  })
  return best
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function hereAndNow(time: number): LocalTime {
  const date = new Date(time)
  const pad = (value: number): string => String(value).padStart(2, '0')
  return {
    day: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    weekday: date.getDay(),
    hour: date.getHours()
  }
}
