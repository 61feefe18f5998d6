import { engineCohortsCqlMessages as m } from '#messages/engine/cohorts/cql.ts'
import { asSentence } from '#shared/as-sentence.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { CohortDefinition, CohortNode } from '../definition/cohort-definition.ts'
import type { Criterion, CriterionOf, EventQuery } from '../definition/criteria.ts'
import type { CodeListSource } from '../events/code-lists.ts'
import { cqlEvents } from './cql-events.ts'
import { cqlDay, cqlName, cqlText, NO_CQL_DAY, windowTest } from './cql-literals.ts'

/** A definition as CQL. */
export interface CohortCql {
  /** Undefined where something cannot be said. Its define `In Cohort` is true for whoever belongs to it. */
  readonly text: string | undefined
  /** What cannot be written in CQL, a sentence each. */
  readonly problems: readonly string[]
}

/** The events of a query under a name, and whether there are some of which cannot be told whether they count. */
interface WrittenEvents {
  readonly name: string
  readonly query: string
  readonly functions: readonly string[]
  readonly unclear: { readonly name: string; readonly query: string } | undefined
}

/** A test that is null where it fails and events are unclear. */
function orUnclear(test: string, events: readonly WrittenEvents[]): string {
  const names = [...new Set(events.flatMap(({ unclear }) => (unclear === undefined ? [] : [unclear.name])))]
  return names.length === 0 ? test : `${test} or (if ${names.join(' or ')} then null as System.Boolean else false)`
}

/** Why kinds of criteria cannot be written. */
const beyond: Readonly<Partial<Record<Criterion['type'], string>>> = {
  registry: m.aRegistryFollowsRulesOfIts,
  number: m.theNumberIsComputedByPopulus,
  enrollment: m.monthsOfCoverageAreCounted,
  measure: m.itRestsOnTheResultsOf,
  cost: m.whichClaimsAreFinalFollows,
  cohort: m.itNamesAnotherCohort,
  people: m.itListsPeopleByTheirIds
}

const preamble = `define function Bare(code String): Upper(ReplaceMatches(code, '[.]', ''))

/** The day on which a diagnosis came on record; its onset only where nothing else is known. */
define function ConditionDay(condition FHIR.Condition):
  Coalesce(
    Min({
      date from condition.recordedDate.value,
      date from First(condition.extension X
        where X.url.value = 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate'
        return (X.value as FHIR.dateTime).value),
      First([Encounter] E
        where condition.encounter.reference.value = 'Encounter/' + E.id.value
        return date from E.period."start".value)
    }),
    date from (condition.onset as FHIR.dateTime).value,
    date from (condition.onset as FHIR.Period)."start".value,
    ${NO_CQL_DAY})

define function ResultDay(result FHIR.Observation):
  Coalesce(
    date from (result.effective as FHIR.dateTime).value,
    date from (result.effective as FHIR.Period)."start".value,
    date from (result.effective as FHIR.instant).value)

define "Living":
  (Patient.birthDate is null or Patient.birthDate.value on or before "As Of")
    and not Coalesce((Patient.deceased as FHIR.boolean).value, false)
    and not Coalesce(date from (Patient.deceased as FHIR.dateTime).value on or before "As Of", false)
`

/**
 * Writes a definition as a CQL library over FHIR 4.0.1. It takes what is not recorded as absent; the definition itself says
 * that it cannot be told.
 */
export function writeCql(definition: CohortDefinition, asOf: Day, lists: CodeListSource): CohortCql {
  const problems: string[] = []
  const valueSets = new Map<string, string>()
  const queries = new Map<string, WrittenEvents>()

  function eventsOf(event: EventQuery, where: string): WrittenEvents {
    const key = JSON.stringify(event)
    const found = queries.get(key)
    if (found !== undefined) return found
    const number = queries.size + 1
    const written = cqlEvents(event, lists, number)
    const name = cqlName(`Events ${number}`)
    if ('problem' in written) {
      problems.push(asSentence(m.cannotBeWrittenInCql(where, written.problem)))
      return { name, query: '', unclear: undefined, functions: [] }
    }
    for (const [title, url] of written.valueSets) valueSets.set(url, title)
    const unclear =
      written.unclear === undefined ? undefined : { name: cqlName(`Unclear ${number}`), query: written.unclear }
    const events = { name, query: written.query, unclear, functions: written.functions }
    queries.set(key, events)
    return events
  }

  function nodeOf(node: CohortNode, where: string): string {
    if (!('criteria' in node)) return `(${criterionOf(node, where)})`
    const inner = node.criteria.map((each, index) => nodeOf(each, `${where}.${index + 1}`))
    if (node.type === 'all') return inner.length === 0 ? 'true' : `(${inner.join(' and ')})`
    const any = inner.length === 0 ? 'false' : inner.join(' or ')
    return node.type === 'any' ? `(${any})` : `(not (${any}))`
  }

  function criterionOf(criterion: Criterion, where: string): string {
    switch (criterion.type) {
      case 'event': {
        const { event, days = 1, when } = criterion
        const found = eventsOf(event, where)
        const events = `(${found.name} E where ${windowTest(when, 'E.dated')} return E.dated)`
        return orUnclear(days === 1 ? `exists ${events}` : `Count(distinct ${events}) >= ${days}`, [found])
      }
      case 'sequence':
        return sequenceOf(criterion, eventsOf(criterion.first, where), eventsOf(criterion.then, where))
      case 'age': {
        const { from, to, at } = criterion
        const age = `CalculateAgeInYearsAt(Patient.birthDate.value, ${at === 'index' ? '"Index Date"' : '"As Of"'})`
        const tests = [
          ...(from === undefined ? [] : [`${age} >= ${from}`]),
          ...(to === undefined ? [] : [`${age} <= ${to}`])
        ]
        return tests.length === 0 ? 'Patient.birthDate is not null' : tests.join(' and ')
      }
      case 'filter': {
        const { dimension, values, exclude } = criterion
        if (dimension === 'sex' && exclude !== true && !values.includes('unknown') && values.length > 0)
          return `Patient.gender.value in {${values.map(cqlText).join(', ')}}`
        problems.push(asSentence(m.cannotBeWrittenInCql(where, m.theFilterIsComputedByPopulus)))
        return 'false'
      }
      default:
        problems.push(asSentence(m.cannotBeWrittenInCql(where, beyond[criterion.type] ?? m.itIsComputedByPopulus)))
        return 'false'
    }
  }

  const { index, steps, people = 'living' } = definition
  const indexEvents = index === undefined ? undefined : eventsOf(index.event, 'The index event')
  const written = steps.map((step, index) => nodeOf(step, m.criterionNumber(index + 1)))
  if (problems.length > 0) return { text: undefined, problems: [...new Set(problems)] }
  const parts = [
    `/** ${definition.title.replaceAll('*/', '')}. What is not recorded counts as absent here. */
library PopulusCohort version '1.0.0'

using FHIR version '4.0.1'

include FHIRHelpers version '4.0.1'
${Array.from(valueSets, ([url, title]) => `\nvalueset ${cqlName(title)}: ${cqlText(url)}`).join('')}

parameter "As Of" Date default ${cqlDay(asOf)}

context Patient
`,
    preamble,
    ...Array.from(queries.values()).flatMap(({ name, query, unclear, functions }) => [
      ...functions,
      `define ${name}:\n  ${query}\n`,
      ...(unclear === undefined ? [] : [`define ${unclear.name}:\n  exists ${unclear.query}\n`])
    ]),
    ...(index === undefined || indexEvents === undefined
      ? []
      : [
          `define "Index Date":\n  ${index.pick === 'first' ? 'Min' : 'Max'}(${indexEvents.name} E where ${windowTest(index.when, 'E.dated')} and E.dated > ${NO_CQL_DAY} return E.dated)\n`
        ]),
    ...written.map((text, index) => `define "Criterion ${index + 1}":\n  ${text}\n`),
    `define "In Cohort":\n  Coalesce(${[
      ...(people === 'living' ? ['"Living"'] : []),
      ...(index === undefined ? [] : ['"Index Date" is not null']),
      ...written.map((_, index) => `"Criterion ${index + 1}"`),
      'true'
    ].join(' and ')}, false)\n`
  ]
  return { text: parts.join('\n'), problems: [] }
}

function sequenceOf(
  { firstWhen, minimumDays = 0, maximumDays }: CriterionOf<'sequence'>,
  first: WrittenEvents,
  then: WrittenEvents
): string {
  const apart = 'difference in days between A.dated and B.dated'
  const tests = [
    `B.dated on or before "As Of"`,
    `B.dated > ${NO_CQL_DAY}`,
    'B.id != A.id',
    `${apart} >= ${minimumDays}`,
    ...(maximumDays === undefined ? [] : [`${apart} <= ${maximumDays}`])
  ]
  const pair = `exists (${first.name} A
    where ${windowTest(firstWhen, 'A.dated')} and A.dated > ${NO_CQL_DAY}
      and exists (${then.name} B where ${tests.join(' and ')}))`
  return orUnclear(pair, [first, then])
}
