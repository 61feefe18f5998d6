import { engineCohortsCqlMessages as m } from '#messages/engine/cohorts/cql.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import type { EventQuery, ValueTest } from '../definition/criteria.ts'
import { selectedCodes, type CodeListSource } from '../events/code-lists.ts'
import { conversionOf } from '../events/value-tests.ts'
import { cqlName, cqlText, NO_CQL_DAY } from './cql-literals.ts'

/** Most codes that a text writes out. */
const MOST_CODES = 400

/** An event as a CQL query, the value sets that it names, or why CQL cannot say it. */
export type CqlEvents =
  | {
      readonly query: string
      /** The same for results of which cannot be told whether they pass, because their unit cannot be converted. */
      readonly unclear: string | undefined
      /** Definitions that both rest on. */
      readonly functions: readonly string[]
      readonly valueSets: readonly (readonly [title: string, url: string])[]
    }
  | { readonly problem: string }

/** How the records of a kind are read. */
interface CqlRecord {
  readonly type: string
  readonly status: string
  readonly codings: string
  readonly day: string
}

const notIn = (statuses: readonly string[]): string =>
  `not (Coalesce(R.status.value, '') in {${statuses.map(cqlText).join(', ')}})`

const startOf = (element: string): string =>
  `Coalesce(date from (R.${element} as FHIR.dateTime).value, date from (R.${element} as FHIR.Period)."start".value, ${NO_CQL_DAY})`

const records = {
  condition: {
    type: 'Condition',
    status: `Coalesce(First(R.verificationStatus.coding K return K.code.value), 'confirmed') = 'confirmed'`,
    codings: 'R.code.coding',
    day: 'ConditionDay(R)'
  },
  procedure: {
    type: 'Procedure',
    status: notIn(['preparation', 'not-done', 'entered-in-error', 'unknown']),
    codings: 'R.code.coding',
    day: startOf('performed')
  },
  immunization: {
    type: 'Immunization',
    status: notIn(['not-done', 'entered-in-error']),
    codings: 'R.vaccineCode.coding',
    day: `Coalesce(date from (R.occurrence as FHIR.dateTime).value, ${NO_CQL_DAY})`
  },
  encounter: {
    type: 'Encounter',
    status: notIn(['planned', 'cancelled', 'noshow', 'entered-in-error', 'discontinued']),
    codings: 'Flatten({ { R.class }, Flatten(R.type T return T.coding) })',
    day: `Coalesce(date from R.period."start".value, ${NO_CQL_DAY})`
  }
} as const satisfies Readonly<Record<string, CqlRecord>>

/**
 * Writes a query that gives `{ id, dated }` of each event.
 * @param number tells the functions of several events apart
 */
export function cqlEvents(event: EventQuery, lists: CodeListSource, number: number): CqlEvents {
  const { domain, sources, value } = event
  if (domain === 'drug') return { problem: m.drugsMayBeNamedByRecords }
  if (domain === 'claim') return { problem: m.whichClaimsAreFinalFollows }
  const hasClaims = domain === 'condition' || domain === 'procedure' || domain === 'immunization'
  if (hasClaims && sources?.includes('claims') !== false) return { problem: m.itLooksAtClaimsAsWell }
  const codes = codeTest(event, lists)
  if ('problem' in codes) return codes
  const { valueSets, test } = codes
  const isCoded = (codings: string): readonly string[] => (test === '' ? [] : [`IsCode${number}(${codings})`])
  const coded =
    test === ''
      ? []
      : [`define function IsCode${number}(codings List<FHIR.Coding>):\n  exists (codings K where ${test})\n`]
  if (domain !== 'result')
    return { query: recordQuery(records[domain], isCoded), unclear: undefined, functions: coded, valueSets }
  if (value === undefined)
    return { query: resultQuery(isCoded, () => []), unclear: undefined, functions: coded, valueSets }
  const passes = `define function Passes${number}(quantity FHIR.Quantity):\n  ${valueTest(value, event, lists)}\n`
  return {
    query: resultQuery(isCoded, (quantity) => [`Passes${number}(${quantity})`]),
    unclear: resultQuery(isCoded, (quantity) => [
      `${quantity}.value is not null`,
      `Passes${number}(${quantity}) is null`
    ]),
    functions: [...coded, passes],
    valueSets
  }
}

function recordQuery(
  { type, status, codings, day }: CqlRecord,
  isCoded: (codings: string) => readonly string[]
): string {
  const tests = [status, ...isCoded(codings)].join('\n      and ')
  return `[${type}] R\n    where ${tests}\n    return Tuple { id: ${cqlText(`${type}/`)} + R.id.value, dated: ${day} }`
}

function resultQuery(
  isCoded: (codings: string) => readonly string[],
  passes: (quantity: string) => readonly string[]
): string {
  const of = (codings: string, value: string): string =>
    [
      `Coalesce(R.status.value, 'final') in {'final', 'amended', 'corrected'}`,
      'ResultDay(R) is not null',
      ...isCoded(codings),
      ...passes(`(${value} as FHIR.Quantity)`)
    ].join('\n      and ')
  return `Flatten({
    [Observation] R
      where ${of('R.code.coding', 'R.value')}
      return all Tuple { id: 'Observation/' + R.id.value, dated: ResultDay(R) },
    Flatten([Observation] R
      return all (R.component P
        where ${of('P.code.coding', 'P.value')}
        return all Tuple { id: 'Observation/' + R.id.value + '/component', dated: ResultDay(R) }))
  })`
}

function codeTest(
  { codes = {} }: EventQuery,
  lists: CodeListSource
):
  | { readonly test: string; readonly valueSets: readonly (readonly [string, string])[] }
  | { readonly problem: string } {
  const isUrl = (id: string): boolean => /^(https?:|urn:)/.test(id)
  const urls = (codes.lists ?? []).filter(isUrl)
  const written = selectedCodes({ ...codes, lists: (codes.lists ?? []).filter((id) => !isUrl(id)) }, lists)
  if (written.missing.length > 0) return { problem: m.aCodeListIsNotInstalled }
  const bySystem = Object.entries(written.codes ?? {})
  if (bySystem.reduce((sum, [, list]) => sum + list.length, 0) > MOST_CODES)
    return { problem: m.itsListHasMoreCodesThan }
  const bare = (code: string): string => cqlText(code.replaceAll('.', '').toUpperCase())
  const valueSets = urls.map((url) => [lists.find(url)?.title ?? url, url] as const)
  const tests = [
    ...valueSets.map(([title]) => `K in ${cqlName(title)}`),
    ...bySystem.map(([system, list]) => {
      const exact = list.filter(({ match }) => match !== 'prefix').map(({ code }) => bare(code))
      const prefixes = list.filter(({ match }) => match === 'prefix')
      const either = [
        ...(exact.length === 0 ? [] : [`Bare(K.code.value) in {${exact.join(', ')}}`]),
        ...prefixes.map(({ code }) => `StartsWith(Bare(K.code.value), ${bare(code)})`)
      ]
      return `(K.system.value = ${cqlText(system)} and (${either.join(' or ')}))`
    })
  ]
  return { test: tests.length === 0 ? '' : `(${tests.join('\n        or ')})`, valueSets }
}

/** Results in units that the test itself converts, and all others as CQL converts them. */
function valueTest(test: ValueTest, { codes = {} }: EventQuery, lists: CodeListSource): string {
  const measurements = (codes.lists ?? []).flatMap((id): Measurement[] => {
    const found = lists.find(id)?.measurement
    return found === undefined ? [] : [found]
  })
  const unit = `Lower(Coalesce(quantity.code.value, quantity.unit.value, ''))`
  const units = measurements.flatMap(({ parts }) => parts.flatMap(({ units }) => units.map((each) => each.unit)))
  const known = [...new Set([test.unit, ...units].map((each) => each.toLowerCase()))]
  const byText = known.flatMap((text) => {
    const conversion = conversionOf(text, test.unit, measurements, () => undefined)
    if (conversion === undefined) return []
    const { factor, offset } = conversion
    const value = 'quantity.value.value'
    const converted = `${factor === 1 ? value : `${value} * ${decimal(factor)}`}${offset === 0 ? '' : ` + (${decimal(offset)})`}`
    return [`(${unit} = ${cqlText(text)} and ${compare(test, converted, decimal)})`]
  })
  const others = `(not (${unit} in {${known.map(cqlText).join(', ')}}) and ${compare(test, 'FHIRHelpers.ToQuantity(quantity)', (value) => `${decimal(value)} ${cqlText(test.unit)}`)})`
  return [...byText, ...(test.unit === '' ? [] : [others])].join(' or ')
}

function decimal(value: number): string {
  const text = value.toFixed(8).replace(/0+$/, '')
  return text.endsWith('.') ? `${text}0` : text
}

function compare(
  { comparison, value, to = value }: ValueTest,
  found: string,
  write: (value: number) => string
): string {
  return comparison === 'between'
    ? `${found} >= ${write(value)} and ${found} <= ${write(to)}`
    : `${found} ${comparison} ${write(value)}`
}
