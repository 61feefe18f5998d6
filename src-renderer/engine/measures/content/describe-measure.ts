import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { checksOf } from '../../population/checks/check-list.ts'
import type { DataCheck } from '../../population/checks/data-check.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { undecidableRates } from '../requirements/cannot-compute.ts'
import { dataRequirements, type DataRequirement } from '../definition/data-requirements.ts'
import { hasRecords } from '../records/found-records.ts'
import { objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { findMissingRecords } from '../requirements/missing-records.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { soughtCodes } from '../records/sought-codes.ts'
import { publicDefinitionOf } from './public-definition.ts'
import { resourcesInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { MeasureCheck } from './check-measure.ts'
import type { InstalledMeasure, MeasureRate, RequirementStatus } from './installed-measure.ts'

/** A measure that is installed, as it was checked. */
export interface CheckedMeasure {
  readonly id: string
  readonly definition: MeasureDefinition
  readonly resource: FhirObject
  readonly content: MeasureContent
  readonly hash: string
  readonly check: MeasureCheck
}

/** The pack of a measure. */
export interface PackName {
  readonly id: string
  readonly title: string
  readonly builtIn: boolean
}

/** A measure as the screens show it, with its status on a population where one is loaded. */
export function describeMeasure(measure: CheckedMeasure, pack: PackName, store: Store | undefined): InstalledMeasure {
  const { id, definition, resource, content, hash, check } = measure
  const lacking =
    store === undefined
      ? []
      : findMissingRecords(definition, content, (type) => resourcesInPopulation(store, type) === 0)
  const missing = store === undefined ? {} : undecidableRates(definition, content, store)
  return {
    ...factsOf(resource, pack),
    id,
    url: definition.url,
    version: definition.version,
    title: definition.title,
    content: hash,
    rates: definition.groups.map((_, index) => ({
      ...rateOf(definition, resource, index),
      lacking: lacking[index] ?? [],
      cannotCompute: missing[definition.groups[index]!.id]?.reason,
      unread: missing[definition.groups[index]!.id]?.unread ?? []
    })),
    libraries: check.libraries.map(({ id: library, version }) => ({ id: library, version })),
    valueSets: check.valueSets,
    requirements: requirementsOf(definition, content, store),
    problems: check.problems,
    runnable: check.problems.every(({ severity }) => severity !== 'stops')
  }
}

/** A measure that cannot be read, with the reason. */
export function describeUnreadable(resource: FhirObject, pack: PackName, reason: string): InstalledMeasure {
  const url = textOf(resource['url']) ?? textOf(resource['id']) ?? ''
  return {
    ...factsOf(resource, pack),
    id: `${url.slice(url.lastIndexOf('/') + 1)}!${pack.id}`,
    url,
    version: textOf(resource['version']),
    title: textOf(resource['title']) ?? textOf(resource['name']) ?? url,
    content: '',
    rates: [],
    libraries: [],
    valueSets: [],
    requirements: [],
    problems: [{ severity: 'stops', kind: 'unsupported', text: reason }],
    runnable: false
  }
}

function factsOf(
  resource: FhirObject,
  pack: PackName
): Pick<
  InstalledMeasure,
  | 'pack'
  | 'packTitle'
  | 'builtIn'
  | 'name'
  | 'description'
  | 'steward'
  | 'copyright'
  | 'disclaimer'
  | 'publicDefinition'
  | 'status'
  | 'effective'
> {
  const period = objectOf(resource['effectivePeriod'])
  return {
    pack: pack.id,
    packTitle: pack.title,
    builtIn: pack.builtIn,
    name: textOf(resource['name']) ?? '',
    description: textOf(resource['description']),
    steward: textOf(resource['publisher']),
    copyright: textOf(resource['copyright']),
    disclaimer: textOf(resource['disclaimer']),
    publicDefinition: publicDefinitionOf(resource),
    status: textOf(resource['status']),
    effective: { start: textOf(period?.['start']), end: textOf(period?.['end']) }
  }
}

function rateOf(
  { groups, title }: MeasureDefinition,
  resource: FhirObject,
  index: number
): Omit<MeasureRate, 'lacking' | 'cannotCompute' | 'unread'> {
  const { id, scoring, basis, improvement, populations } = groups[index]!
  const description = textOf(objectsOf(resource['group'])[index]?.['description'])
  return {
    id,
    title: description ?? (groups.length === 1 ? title : m.rateIndex(index + 1)),
    scoring,
    basis,
    improvement,
    populations: populations.map(({ code }) => code)
  }
}

/** What a measure reads, and whether there is any of it. */
function requirementsOf(
  definition: MeasureDefinition,
  content: MeasureContent,
  store: Store | undefined
): readonly RequirementStatus[] {
  return dataRequirements(definition, content.libraries).map((requirement) => {
    const { type, codes } = requirement
    if (store === undefined) return { type, codes, records: undefined, found: undefined, checks: [] }
    const records = resourcesInPopulation(store, type)
    const found = hasRecords(requirement, content.valueSets, store)
    return { type, codes, records, found, checks: checksRead(requirement, content, store) }
  })
}

/** Ids of the data checks that are about records a requirement reads. */
function checksRead(requirement: DataRequirement, content: MeasureContent, store: Store): readonly string[] {
  const { type, closed } = requirement
  const ofType = checksOf(store).filter(({ table }) => store.table(table).resourceType === type)
  // An open requirement may read any code.
  if (!closed) return ofType.map(({ id }) => id)
  const sought = soughtCodes([requirement], content.valueSets)
  const reads = ({ codes }: DataCheck): boolean =>
    codes === undefined ||
    Object.entries(codes).some(([system, list]) => list.some(({ code }) => sought.has(system, code)))
  return ofType.filter(reads).map(({ id }) => id)
}
