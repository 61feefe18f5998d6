import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
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
  description: m.theClaimsUpToTheAs,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'registry', kind: 'dictionary', description: m.idOfTheRegistrySuchAs },
    { name: 'claim_type', kind: 'dictionary', description: m.explanationOfBenefitOrClaimWhereThereAre },
    { name: 'claim_id', kind: 'id', description: m.idOfTheClaim },
    { name: 'day', kind: 'date', description: m.dayOfService },
    { name: 'kind', kind: 'dictionary', description: m.kindOfClaimSuchAsInpatient },
    {
      name: 'role',
      kind: 'dictionary',
      description: m.stayOrVisitWhichCountOtherwise
    },
    { name: 'decides', kind: 'boolean', description: m.itIsOneOfTheClaims }
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
    const explain = index.membership(registry).explainClaims?.()
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
