import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { PopulationType } from '../../../src-main/sample/population/base/resource-types.ts'
import { defaultAsOf } from '../../../src-main/sample/population/base/timeline.ts'
import { valueAt, text, type Resource } from '../../unit/sample/ndjson.ts'
import { ClaimFigures } from './claim-figures.ts'
import { add, bandOf, dayOf, percent, perThousand, SamplePeople, yearsLived, type Counts } from './us-figures.ts'

const months = Array.from({ length: 12 }, (_, i) => ({
  from: Date.UTC(2025, 9 + i, 1) / 86_400_000,
  to: Date.UTC(2025, 10 + i, 1) / 86_400_000
}))
/** Twelve months whose claims have arrived. */
const year = { from: months[0]!.from, to: months[11]!.to }
/** All years with data; deaths are too few in one of them. */
const allYears = { from: dayOf('2022-11-01'), to: dayOf('2026-10-31') }
/** Births whose second birthday lies within the data. */
const toddlersFrom = dayOf('2021-01-01')

/** Vaccines in CVX with the doses that are due by the second birthday. */
const seven: readonly (readonly [codes: readonly string[], doses: number])[] = [
  [['20'], 4],
  [['10'], 3],
  [['03'], 1],
  [['49'], 3],
  [['08'], 3],
  [['21'], 1],
  [['215'], 4]
]
const ten: typeof seven = [...seven, [['83'], 1], [['119'], 2], [['140', '150'], 2]]

const types = new Set<PopulationType>([
  'Patient',
  'Coverage',
  'Encounter',
  'Condition',
  'Observation',
  'MedicationRequest',
  'Immunization',
  'ExplanationOfBenefit'
])

/** What is counted while the rows go by. */
class ChartFigures {
  readonly visits: Record<string, Counts> = { EMER: {}, IMP: {}, AMB: {}, VR: {}, HH: {} }
  readonly ill = { diabetes: new Set<string>(), hypertension: new Set<string>(), kidneyFailure: new Set<string>() }
  readonly latest = new Map<string, { readonly day: number; readonly value: number }>()
  readonly asked = new Set<string>()
  readonly smokers = new Set<string>()
  readonly insulin = new Set<string>()
  readonly doses: Counts = {}
  private readonly reader: SamplePeople

  constructor(reader: SamplePeople) {
    this.reader = reader
  }

  encounter(encounter: Resource): void {
    const day = dayOf(text(encounter, 'period', 'start'))
    if (['planned', 'cancelled'].includes(text(encounter, 'status')) || day < year.from || day >= year.to) return
    const band = bandOf(this.reader.ageAt(text(encounter, 'subject', 'reference'), day))
    add(this.visits[text(encounter, 'class', 'code')] ?? {}, band)
  }

  condition(condition: Resource): void {
    const person = text(condition, 'subject', 'reference')
    if (text(condition, 'clinicalStatus', 'coding', 0, 'code') !== 'active' || !this.reader.isLiving(person)) return
    const code = text(condition, 'code', 'coding', 1, 'code')
    if (/^E1[01]/.test(code)) this.ill.diabetes.add(person)
    if (code === 'I10') this.ill.hypertension.add(person)
    if (code === 'N18.6') this.ill.kidneyFailure.add(person)
  }

  observation(observation: Resource): void {
    const person = text(observation, 'subject', 'reference')
    if (observation['status'] !== 'final' || !this.reader.isLiving(person)) return
    const code = text(observation, 'code', 'coding', 0, 'code')
    const day = dayOf(text(observation, 'effectiveDateTime'))
    const component = (index: number): number =>
      Number(valueAt(observation, 'component', index, 'valueQuantity', 'value'))
    const value =
      code === '85354-9'
        ? Number(component(0) < 140 && component(1) < 90)
        : Number(valueAt(observation, 'valueQuantity', 'value'))
    if (code === '72166-2') {
      this.asked.add(person)
      const smokes = text(observation, 'valueCodeableConcept', 'coding', 0, 'code') === '449868002'
      if (smokes) this.smokers.add(person)
      else this.smokers.delete(person)
    }
    const counts = day > this.reader.asOf - 365 || code === '39156-5'
    const key = `${code} ${person}`
    if (counts && (this.latest.get(key)?.day ?? 0) <= day) this.latest.set(key, { day, value })
  }

  prescription(request: Resource): void {
    const isInsulin = text(request, 'medicationCodeableConcept', 'coding', 0, 'code') === '311041'
    if (isInsulin && request['status'] === 'active') this.insulin.add(text(request, 'subject', 'reference'))
  }

  dose(dose: Resource): void {
    const person = text(dose, 'patient', 'reference')
    const born = this.reader.people.get(person)?.born ?? Number.NaN
    const isEarly = dayOf(text(dose, 'occurrenceDateTime')) - born <= 730
    if (born >= toddlersFrom && isEarly) add(this.doses, `${person} ${text(dose, 'vaccineCode', 'coding', 0, 'code')}`)
  }

  valuesOf(code: string, people: Iterable<string>): number[] {
    return [...people].flatMap((person) => this.latest.get(`${code} ${person}`)?.value ?? [])
  }
}

function writeChart(figures: Map<string, number>, reader: SamplePeople, chart: ChartFigures): void {
  const { visits, ill } = chart
  const lived = yearsLived(reader, year)
  const { EMER: emergency = {}, IMP: stays = {}, AMB: office = {}, VR: remote = {} } = visits
  figures.set('emergency visits per 1,000', perThousand(emergency, lived))
  figures.set('emergency visits per 1,000, 0 to 17', perThousand(emergency, lived, 0, 18))
  figures.set('emergency visits per 1,000, 18 to 44', perThousand(emergency, lived, 18, 45))
  figures.set('emergency visits per 1,000, 45 to 74', perThousand(emergency, lived, 45, 75))
  figures.set('emergency visits per 1,000, 75 and over', perThousand(emergency, lived, 75))
  figures.set('stays per 1,000', perThousand(stays, lived))
  figures.set('stays per 1,000, 65 and over', perThousand(stays, lived, 65))
  figures.set('stays per 1,000, 85 and over', perThousand(stays, lived, 85))
  const perPerson = (low: number, high: number): number =>
    (perThousand(office, lived, low, high) + perThousand(remote, lived, low, high)) / 1000
  figures.set('office visits per person', perPerson(0, 200))
  figures.set('office visits per person, 65 to 74', perPerson(65, 75))
  figures.set('kidney failure per million', (1e6 * ill.kidneyFailure.size) / reader.livingFrom(0).length)
  const a1c = chart.valuesOf('4548-4', ill.diabetes)
  figures.set(
    'percent of A1c below 7',
    percent(a1c, (value) => value < 7)
  )
  figures.set(
    'percent of A1c above 9',
    percent(a1c, (value) => value > 9)
  )
  const pressures = chart.valuesOf('85354-9', ill.hypertension)
  figures.set(
    'percent with controlled blood pressure',
    percent(pressures, (value) => value === 1)
  )
  figures.set(
    'percent of diabetes with insulin',
    percent([...ill.diabetes], (person) => chart.insulin.has(person))
  )
  const adults = reader.livingFrom(20)
  const weighed = chart.valuesOf('39156-5', adults)
  figures.set(
    'percent of adults with a BMI of 30 or more',
    percent(weighed, (value) => value >= 30)
  )
  const asked = adults.filter((person) => chart.asked.has(person))
  figures.set(
    'percent of adults who smoke',
    percent(asked, (person) => chart.smokers.has(person))
  )
  const toddlers = reader.livingFrom(2).filter((person) => reader.people.get(person)!.born >= toddlersFrom)
  const has = (person: string, list: typeof seven): boolean =>
    list.every(([codes, due]) => codes.reduce((sum, code) => sum + (chart.doses[`${person} ${code}`] ?? 0), 0) >= due)
  figures.set(
    'percent of children with seven vaccines at 2',
    percent(toddlers, (person) => has(person, seven))
  )
  figures.set(
    'percent of children with ten vaccines at 2',
    percent(toddlers, (person) => has(person, ten))
  )
}

function writePeople(figures: Map<string, number>, reader: SamplePeople): void {
  const deaths: Counts = {}
  for (const { born, died } of reader.people.values()) {
    if (died >= allYears.from && died < allYears.to) add(deaths, bandOf((died - born) / 365.2425))
  }
  const lived = yearsLived(reader, allYears)
  figures.set('deaths per 1,000', perThousand(deaths, lived))
  figures.set('deaths per 1,000, 75 to 84', perThousand(deaths, lived, 75, 85))
  figures.set('deaths per 1,000, 85 and over', perThousand(deaths, lived, 85))
  const living = reader.livingFrom(0)
  figures.set('percent of people of 85 and over', (100 * reader.livingFrom(85).length) / living.length)
}

/** Works out the figures of a sample population, by name, from its resources. */
export class MeasuredFigures {
  readonly types: ReadonlySet<PopulationType> = types
  readonly atOnce: ReadonlySet<PopulationType> = new Set(['ExplanationOfBenefit'])
  readonly #people = new SamplePeople(dayOf(defaultAsOf))
  readonly #chart = new ChartFigures(this.#people)
  readonly #claims = new ClaimFigures(months)
  readonly #handlers: Readonly<Record<string, (resource: Resource) => void>> = {
    Patient: (row) => this.#people.note(row),
    Coverage: (row) => this.#claims.coverage(row),
    Encounter: (row) => this.#chart.encounter(row),
    Condition: (row) => this.#chart.condition(row),
    Observation: (row) => this.#chart.observation(row),
    MedicationRequest: (row) => this.#chart.prescription(row),
    Immunization: (row) => this.#chart.dose(row),
    ExplanationOfBenefit: (row) => this.#claims.claim(row)
  }

  /** Takes a resource of one of the types; a person before all else of the person but claims. */
  see(resource: FhirObject): void {
    const row = resource as Resource
    this.#handlers[row.resourceType]?.(row)
  }

  /** The figures of what was seen. */
  figures(): ReadonlyMap<string, number> {
    const figures = new Map<string, number>()
    writePeople(figures, this.#people)
    writeChart(figures, this.#people, this.#chart)
    this.#claims.write(figures, this.#people.livingFrom(0).length)
    figures.set(
      'percent of 65 and over without coverage',
      percent(this.#people.livingFrom(65), (person) => !this.#claims.covered.has(person))
    )
    return figures
  }
}
