import type { ExplainedClaim } from '../../population/registries/claim-membership.ts'
import type { Day } from '../../base/figures/filter.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { idsOfRows } from '../../store/model/id-column.ts'
import type { Column } from '../../store/model/column.ts'
import { patientKeys } from '../model/patient-keys.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'

/** What `registry_claim` is. */
export const registryClaimTable: {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} = {
  name: 'registry_claim',
  description:
    'The claims up to the as-of date that carry a code of a registry, and what each is to the claims rule of the registry.',
  columns: [
    { name: 'patient_id', kind: 'reference', description: 'Id of the person.' },
    { name: 'registry', kind: 'dictionary', description: 'Id of the registry, such as diabetes.' },
    { name: 'claim_type', kind: 'dictionary', description: 'ExplanationOfBenefit, or Claim where there are none.' },
    { name: 'claim_id', kind: 'id', description: 'Id of the claim.' },
    { name: 'day', kind: 'date', description: 'Day of service.' },
    { name: 'kind', kind: 'dictionary', description: 'Kind of claim, such as inpatient, outpatient or professional.' },
    {
      name: 'role',
      kind: 'dictionary',
      description: 'stay or visit, which count; otherwise why the claim is no evidence, such as denied.'
    },
    { name: 'decides', kind: 'boolean', description: 'It is one of the claims that first completed the rule.' }
  ]
}

interface ClaimOfRegistry extends ExplainedClaim {
  readonly patient: number
  readonly registry: string
}

/** The table `registry_claim`, by registry, then by patient and day. */
export function registryClaims({ index, store, shard }: PopulationView, asOf: Day): TableSource {
  const rows: ClaimOfRegistry[] = []
  for (const registry of index.registries) {
    const explain = index.membership(registry).explainClaims
    if (explain === undefined) continue
    for (let patient = 0; patient < store.patients; patient++)
      for (const claim of explain(patient))
        if (claim.day <= asOf) rows.push({ ...claim, patient, registry: registry.id })
  }
  return {
    ...registryClaimTable,
    group: 'Derived',
    rows: rows.length,
    order: () => ({
      group: Int32Array.from(rows, ({ registry }) => index.registries.findIndex(({ id }) => id === registry)),
      number: Int32Array.from(rows, ({ patient }) => shard.personNumber(patient))
    }),
    read(column): Column {
      switch (column) {
        case 'patient_id':
          return patientKeys(
            store,
            Int32Array.from(rows, ({ patient }) => patient)
          )
        case 'registry':
          return dictionaryOf(rows.map(({ registry }) => registry))
        case 'claim_type':
          return dictionaryOf(rows.map(({ resourceType }) => resourceType))
        case 'claim_id': {
          const ids = store.resources.get(rows[0]?.resourceType ?? 'ExplanationOfBenefit')?.ids
          const places = Int32Array.from(rows, ({ resource }) => resource)
          if (ids === undefined) return { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() }
          return idsOfRows(ids, places)
        }
        case 'kind':
          return dictionaryOf(rows.map(({ kind }) => kind))
        case 'role':
          return dictionaryOf(rows.map(({ role }) => role))
        case 'decides':
          return { kind: 'boolean', values: Uint8Array.from(rows, ({ decides }) => (decides ? 1 : 0)) }
        default: {
          const days = Int32Array.from(rows, ({ day }) => day)
          return { kind: 'date', days, precision: Uint8Array.from(days, (day) => (day === NO_DAY ? 0 : 3)) }
        }
      }
    }
  }
}
