import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededNumbers } from '../../support/seeded-numbers.ts'
import { plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const folder = join(import.meta.dirname, '../../../resources/registries')
const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'

const registries = loadRegistries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')))
)

/** A population of plain rows with the registries that the product ships. */
export function populationOfTables(tables: PlainTables): PopulationView {
  return populationOf(plainStore(tables), registries)
}

const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const start = Date.UTC(2020, 0, 1) / 86_400_000

/**
 * Invented people with one stay each between 2021 and 2024, after which those with heart failure come back much more often.
 * @param returns shares of those with and without heart failure who are readmitted
 */
export function heartFailurePeople(people: number, returns: readonly [number, number], seed = 7): PlainTables {
  const random = seededNumbers(seed)
  const patient: PlainRow[] = []
  const encounter: PlainRow[] = []
  const condition: PlainRow[] = []
  for (let index = 0; index < people; index++) {
    const id = `p${String(index).padStart(5, '0')}`
    patient.push({
      id,
      birth_date: iso(start - Math.floor(365.25 * (40 + 40 * random()))),
      gender: random() < 0.5 ? 'female' : 'male',
      race: random() < 0.6 ? 'White' : 'Black or African American'
    })
    const visit = (kind: string, from: number, to = from, left: PlainRow = {}): void => {
      encounter.push({
        id: `e${encounter.length}`,
        patient_id: id,
        status: 'finished',
        class: `${act}|${kind}`,
        period_start: iso(from),
        period_end: iso(to),
        ...left
      })
    }
    visit('AMB', start + Math.floor(300 * random()))
    if (random() < 0.4) visit('EMER', start + 300 + Math.floor(1000 * random()))
    const hasFailure = random() < 0.35
    if (hasFailure)
      condition.push({
        id: `c${index}`,
        patient_id: id,
        code: `${icd}|I50.9|Heart failure, unspecified`,
        clinical_status: 'active',
        verification_status: 'confirmed',
        recorded_date: iso(start + 30),
        onset: iso(start + 30)
      })
    const admitted = start + 400 + Math.floor(1100 * random())
    const discharged = admitted + 2 + Math.floor(4 * random())
    visit('IMP', admitted, discharged)
    if (random() < returns[hasFailure ? 0 : 1]) {
      const back = discharged + 5 + Math.floor(20 * random())
      // Nobody comes back from it, so that it is no index stay itself.
      visit('IMP', back, back + 3, { discharge_disposition: 'exp' })
    }
  }
  return { patient, encounter, condition }
}

/** The last day of the data of {@link heartFailurePeople}. */
export const lastDayOfPeople = start + 1600
