import type { SampleDay } from './base/calendar.ts'
import { personalTypes } from './base/resource-types.ts'
import { seededSignals, type SampleSignals } from './base/seeded-signals.ts'
import { acuteMonth } from './care/acute.ts'
import { writeBooking } from './care/booking.ts'
import { drawCoverage, writeCoverage } from './care/coverage.ts'
import { drawOverlooked } from './care/detection.ts'
import { dieInMonth, hospiceMonth } from './care/dying.ts'
import { remember } from './care/history.ts'
import { drawAvoided } from './care/prescribing.ts'
import { specialistMonth } from './care/specialist.ts'
import { fillMonth } from './care/pharmacy.ts'
import { pregnancyMonth } from './care/pregnancy.ts'
import { nextRoutineVisit, routineVisit, suddenEvents } from './care/routine.ts'
import { influenzaMonth } from './care/vaccination.ts'
import { workday } from './care/visit.ts'
import { Chart, type ChartView } from './life/chart.ts'
import { drawBody } from './course/body.ts'
import { drawOnsets } from './course/onsets.ts'
import type { Life } from './life/life.ts'
import { drawPerson } from './person/person.ts'
import { PersonTally } from './life/person-tally.ts'
import { Random } from './base/random.ts'
import { practices } from './reference/practices.ts'
import type { Reference } from './reference/reference.ts'
import { monthIndex, monthStarts } from './base/timeline.ts'
import { IdSource } from './base/uuid.ts'
import { conditionLine } from './writers/condition.ts'
import { medicationRequestLine } from './writers/medication-request.ts'
import { memberLine } from './writers/member.ts'
import { patientLine } from './writers/patient.ts'

const never = Number.POSITIVE_INFINITY
/** Far beyond every person's index and count of ids: randomness and ids that meet no others. */
const asideStream = 0x4000_0000

/** What of a life is seen and written, and which signals are in it. */
interface LifeView extends ChartView {
  readonly signals: SampleSignals
}

function begin(seed: number, index: number, asOf: SampleDay, reference: Reference, seen: LifeView): Life {
  const random = new Random(seed, index)
  const ids = new IdSource(seed, index)
  const person = drawPerson(index, ids.next(), random, reference)
  const body = drawBody(random, person)
  const { onsets, type1 } = drawOnsets(random, person, body)
  const performance = practices[person.practice]?.performance
  if (performance === undefined) throw new RangeError('Every person has a practice.')
  const life: Life = {
    random,
    person,
    reference,
    performance,
    signals: seen.signals,
    ids,
    aside: { random: new Random(seed, asideStream + index), ids: new IdSource(seed, index, asideStream) },
    body,
    onsets,
    type1,
    chart: new Chart(person.id, asOf, seen),
    tally: new PersonTally(),
    systolic: random.chance(0.5),
    responds: random.chance(0.52),
    overlooked: drawOverlooked(random),
    avoids: drawAvoided(random, performance),
    coverage: drawCoverage(random, person, ids),
    known: new Map(),
    problems: [],
    therapies: new Map(),
    prescriptions: [],
    agenda: [],
    latest: new Map(),
    smokes: person.smoking,
    nextVisit: never,
    booking: undefined,
    busyUntil: 0,
    dueDay: 0,
    inHospice: false,
    lastA1c: undefined
  }
  remember(life)
  const spread = nextRoutineVisit(life, person.joined) - person.joined
  life.nextVisit =
    person.joined === person.birth ? person.birth + 3 : workday(person.joined + Math.floor(spread * random.unit()))
  return life
}

/** Runs what was arranged for days before `until`, in the order of the days. */
function runAgenda(life: Life, until: SampleDay): void {
  for (;;) {
    let index = -1
    for (let i = 0; i < life.agenda.length; i++) {
      const day = life.agenda[i]?.day ?? never
      if (day < until && (index < 0 || day < (life.agenda[index]?.day ?? never))) index = i
    }
    const task = life.agenda[index]
    if (task === undefined) return
    life.agenda.splice(index, 1)
    task.act(life, task.day)
  }
}

function liveMonth(life: Life, from: SampleDay, until: SampleDay): void {
  dieInMonth(life, from, until)
  suddenEvents(life, from, until)
  acuteMonth(life, from, until)
  pregnancyMonth(life, from)
  specialistMonth(life, from, until)
  while (life.nextVisit < until) {
    const day = Math.max(life.nextVisit, from)
    if (day < life.busyUntil) life.nextVisit = workday(life.busyUntil + 10)
    else routineVisit(life, day)
  }
  runAgenda(life, until)
  influenzaMonth(life, from, until)
  fillMonth(life, until)
  hospiceMonth(life, from)
}

/** Writes the rows that could still change while life went on. */
function close(life: Life): void {
  const { chart, person, reference } = life
  if (person.birth > chart.asOf || person.joined > chart.asOf) return
  const death = chart.deathDay + 3 <= chart.asOf ? chart.deathDay : never
  writeCoverage(life)
  const member = life.coverage.find((stint) => stint.start <= Math.min(chart.asOf, chart.deathDay))
  if (chart.view === 'payer') {
    if (member !== undefined)
      chart.add('Patient', () => memberLine(person, member.memberId, Math.max(member.start, person.joined), death))
    return
  }
  chart.add('Patient', () =>
    patientLine(person, reference.practices[person.practice]?.organizationId ?? '', death, 1430)
  )
  writeBooking(life)
  for (const problem of life.problems) {
    if (!chart.sees(problem.recorded, problem.stored)) continue
    const { abated, ends } = problem.repeats ?? problem
    const over = abated <= Math.min(chart.asOf, chart.deathDay)
    const row = { ...problem, ends, verification: 'confirmed' as const, abated: over ? abated : never }
    chart.add('Condition', () => conditionLine(row, chart.subject, Math.max(problem.stored, over ? abated : 0)))
  }
  for (const therapy of life.prescriptions) {
    if (!chart.sees(therapy.authored, therapy.stored)) continue
    const over = therapy.ended <= chart.asOf
    const row = {
      id: therapy.requestId,
      drug: therapy.drug,
      encounterId: therapy.encounterId,
      practitionerId: therapy.practitionerId,
      authored: therapy.authored,
      status: over ? therapy.status : ('active' as const)
    }
    chart.add('MedicationRequest', () =>
      medicationRequestLine(row, chart.subject, Math.max(therapy.stored, over ? therapy.ended : 0))
    )
  }
}

/**
 * Lives one life up to the as-of day and writes its record.
 * The result depends on the seed, the index and the as-of day alone; what is written for a day does not depend on later ones.
 * Seen as in a chart, with its signals and with rows of every type unless said otherwise.
 */
export function simulate(
  seed: number,
  index: number,
  asOf: SampleDay,
  reference: Reference,
  { view = 'chart', signals = seededSignals, types = personalTypes }: Partial<LifeView> = {}
): Life {
  const life = begin(seed, index, asOf, reference, { view, signals, types })
  const first = Math.max(0, monthIndex(life.person.joined))
  runAgenda(life, monthStarts[first] ?? never)
  for (let month = first; month + 1 < monthStarts.length; month++) {
    const from = monthStarts[month] ?? never
    if (from > asOf || from > life.chart.deathDay) break
    liveMonth(life, Math.max(from, life.person.joined), monthStarts[month + 1] ?? never)
  }
  close(life)
  return life
}
