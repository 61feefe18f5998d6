import { ageInYears, type SamplePerson } from '../person/person.ts'
import type { SampleDay } from '../base/calendar.ts'
import type { Life, Stint } from '../life/life.ts'
import type { Random } from '../base/random.ts'
import { payers, plans, type PlanLine } from '../reference/payers.ts'
import { firstDay, monthStarts } from '../base/timeline.ts'
import type { IdSource } from '../base/uuid.ts'
import { coverageLine } from '../writers/coverage.ts'

const lastDay = (monthStarts.at(-1) ?? 0) - 1
const planYears = [2023, 2024, 2025, 2026, 2027].map((year) => Date.UTC(year, 0, 1) / 86_400_000)

function lineOf(random: Random, person: SamplePerson, age: number): PlanLine | 'none' {
  if (age >= 65) return random.chance(0.995) ? 'medicare' : 'none'
  const poor = Math.max(0.02, 0.78 - person.position * 1.35) * (age < 19 ? 1.25 : 1)
  if (random.chance(Math.min(0.9, poor))) return 'medicaid'
  return random.chance(0.09) ? 'none' : 'commercial'
}

function choosePlan(random: Random, line: PlanLine): number {
  return random.weighted(plans.map((plan) => (plan.line === line ? plan.weight : 0)))
}

/** Draws plans, switches at the turn of the year, gaps, and the change to Medicare at 65. */
export function drawCoverage(random: Random, person: SamplePerson, ids: IdSource): readonly Stint[] {
  const stints: Stint[] = []
  const turns65 = Math.ceil(person.birth + 65 * 365.2425)
  const marks = [...planYears, turns65].filter((day) => day > person.joined && day <= lastDay).sort((a, b) => a - b)
  let start = person.joined === firstDay ? firstDay - random.whole(0, 900) : person.joined
  if (start < person.birth) start = person.birth
  let line = lineOf(random, person, ageInYears(person.birth, start + 1))
  if (start < turns65 && line === 'medicare') line = 'commercial'
  let plan = line === 'none' ? -1 : choosePlan(random, line)
  const close = (end: SampleDay): void => {
    const current = plans[plan]
    if (current !== undefined && end > start) {
      stints.push({
        id: ids.next(),
        plan: current,
        memberId: `${'ABC'[current.payer] ?? 'X'}${10_000_000 + person.index}`,
        start,
        end
      })
    }
  }
  for (const mark of marks) {
    const becomesOld = mark === turns65
    if (!becomesOld && !random.chance(line === 'none' ? 0.45 : 0.09)) continue
    const gap = !becomesOld && random.chance(0.3) && line !== 'medicare' ? random.whole(1, 5) * 30 : 0
    close(mark - 1 - gap)
    start = mark
    line = lineOf(random, person, ageInYears(person.birth, mark + 1))
    if (mark < turns65 && line === 'medicare') line = 'commercial'
    plan = line === 'none' ? -1 : choosePlan(random, line)
  }
  close(Number.POSITIVE_INFINITY)
  return stints
}

/** The plan that covers a day. */
export function coverageAt(life: Life, day: SampleDay): Stint | undefined {
  return life.coverage.find((stint) => stint.start <= day && day <= stint.end)
}

/** Writes what is known of the plans on the as-of day; death ends a plan. */
export function writeCoverage({ chart, coverage, reference }: Life): void {
  for (const stint of coverage) {
    const end = Math.min(stint.end, chart.deathDay)
    if (stint.start > chart.asOf || stint.start > end) continue
    const known = end <= chart.asOf
    const payer = stint.plan.payer
    const row = {
      id: stint.id,
      plan: stint.plan,
      payerName: payers[payer] ?? '',
      payerId: reference.payers[payer]?.organizationId ?? '',
      memberId: stint.memberId,
      start: stint.start,
      end: known ? end : Number.POSITIVE_INFINITY
    }
    chart.add('Coverage', () => coverageLine(row, chart.subject, known ? end : Math.max(stint.start, firstDay)))
  }
}
