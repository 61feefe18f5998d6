import { readFileSync } from 'node:fs'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { PackOptions } from '#engine/sharing/pack/make-pack.ts'
import type { Store } from '#engine/store/model/store.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const snomed = 'http://snomed.info/sct'
/** Registries as JSON. */
export const definitions = ['diabetes', 'hyperlipidaemia', 'hypertension'].map(
  (id): unknown => JSON.parse(readFileSync(`resources/registries/${id}.json`, 'utf8')) as unknown
)
export const registries = loadRegistries(definitions)
export const asOf = day('2026-06-30')

/** A site: every fourth person has diabetes, but few of the old, and none has hypertension that is recorded. */
export function site(people: number, diabetesEvery = 4): Store {
  const id = (person: number): string => `secret-${person}`
  const isOld = (person: number): boolean => person % 10 === 0
  return plainStore({
    patient: Array.from({ length: people }, (_, person) => ({
      id: id(person),
      birth_date: isOld(person) ? '1945-03-01' : '1980-03-01',
      gender: person % 2 === 0 ? 'female' : 'male',
      race: person % 3 === 0 ? 'White' : 'The Smith family',
      family: `Family${person}`
    })),
    condition: Array.from({ length: people }, (_, person) => person)
      .filter((person) => person % diabetesEvery === 0 && (!isOld(person) || person % 80 === 0))
      .map((person) => ({
        id: `condition-${person}`,
        patient_id: id(person),
        code: `${snomed}|44054006|Type 2 diabetes`,
        clinical_status: 'active',
        verification_status: 'confirmed',
        recorded_date: '2024-05-05'
      }))
  })
}

/** A pack as it is asked for. */
export const optionsOf = (rest: Partial<PackOptions> = {}): PackOptions => ({
  series: 'network',
  asOf,
  engine: '1.2.3',
  definitions,
  approvals: { diabetes: 'approved', hypertension: 'retired' },
  limit: 10,
  earlier: [],
  ...rest
})
