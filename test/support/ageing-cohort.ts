/** Rows of tables in plain values, as the plain store takes them. */
type CohortTables = Readonly<Record<string, readonly Readonly<Record<string, string | undefined>>[]>>

/** A closed cohort that ages: nobody joins, leaves or dies, so that no lifelong disease can become rarer. */
export interface AgeingCohort {
  readonly tables: CohortTables
  /** New diagnoses by the month in which they were first recorded, `YYYY-MM`. */
  readonly recorded: ReadonlyMap<string, number>
  /** The same by the month of onset. */
  readonly begun: ReadonlyMap<string, number>
  /** Last day of the data. */
  readonly end: string
}

const DAY = 86_400_000

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function add(counts: Map<string, number>, day: string): void {
  const month = day.slice(0, 7)
  counts.set(month, (counts.get(month) ?? 0) + 1)
}

/**
 * Makes a cohort whose records begin in January 2016 and end in September 2026. Everybody is seen every quarter; diabetes
 * begins at a rate that rises with age, and is found at a visit about a year after it began, or at the first visit.
 */
export function ageingCohort(people: number, seed = 20261127): AgeingCohort {
  const next = random(seed)
  const first = Date.UTC(2016, 0, 4)
  const last = Date.UTC(2026, 8, 30)
  const recorded = new Map<string, number>()
  const begun = new Map<string, number>()
  const patient: Record<string, string>[] = []
  const encounter: Record<string, string>[] = []
  const condition: Record<string, string>[] = []
  for (let index = 0; index < people; index++) {
    const id = `person-${String(index).padStart(5, '0')}`
    const born = Date.UTC(1945 + Math.floor(next() * 45), Math.floor(next() * 12), 1 + Math.floor(next() * 28))
    patient.push({ id, birth_date: iso(born), gender: next() < 0.5 ? 'female' : 'male' })
    const visits: number[] = []
    for (let time = first + Math.floor(next() * 91) * DAY; time <= last; time += 91 * DAY) visits.push(time)
    visits.forEach((time, visit) =>
      encounter.push({ id: `${id}-${visit}`, patient_id: id, status: 'finished', period_start: iso(time) })
    )
    // Hazard per year: 1.2 % at 40, doubled every 20 years.
    const onset = born + ageAtOnset(next()) * 365.25 * DAY
    const found = onset + (0.3 - Math.log(1 - next()) * 0.7) * 365.25 * DAY
    const visit = visits.findIndex((time) => time >= found)
    if (visit < 0) continue
    const day = iso(visits[visit]!)
    condition.push({
      id: `${id}-diabetes`,
      patient_id: id,
      code: 'http://snomed.info/sct|44054006',
      onset: iso(onset),
      recorded_date: day,
      encounter_id: `${id}-${visit}`
    })
    add(recorded, day)
    add(begun, iso(onset))
  }
  return { tables: { patient, encounter, condition }, recorded, begun, end: iso(last) }
}

/** Age in years at which a cumulative hazard of `-ln(1 - share)` is reached. */
function ageAtOnset(share: number): number {
  const aim = -Math.log(1 - share)
  let sum = 0
  for (let age = 20; age < 200; age += 0.25) {
    sum += 0.25 * 0.012 * 2 ** ((age - 40) / 20)
    if (sum >= aim) return age
  }
  return 200
}
