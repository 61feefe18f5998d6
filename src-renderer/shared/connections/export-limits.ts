import { sharedMessages as m } from '#messages/shared.ts'
import type { ConnectionSettings } from './connection-settings.ts'

/** The settings of a connection that limit what an export brings. */
export type ExportLimit = 'typeFilters' | 'elements' | 'since' | 'until'

/** What is wrong with each limit, as a sentence; a limit without a problem is absent. */
export type ExportLimitProblems = Readonly<Partial<Record<ExportLimit, string>>>

type Limited = Pick<ConnectionSettings, 'mode' | 'typeFilters' | 'elements' | 'since' | 'until'>

const parameterOf: Readonly<Record<ExportLimit, string>> = {
  typeFilters: '_typeFilter',
  elements: '_elements',
  since: '_since',
  until: '_until'
}
const instant = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/
const elementName = /^(?:([A-Z][A-Za-z]{1,63})\.)?[a-z][A-Za-z0-9]*$/

/**
 * Checks the limits of an export as Bulk Data IG 3, "Query Parameters", defines them: `_typeFilter` is a search of one
 * requested type, `_elements` names elements of the top level, with or without their type, and both times are instants.
 * @param types the requested resource types; empty for everything
 * @param parameters what the server takes in a kick-off request; `undefined` where that is not known
 */
export function exportLimitProblems(
  settings: Limited,
  types: readonly string[],
  parameters: readonly string[] | undefined
): ExportLimitProblems {
  const { typeFilters, elements = [], since = '', until = '' } = settings
  const limitProblems: Record<ExportLimit, string | undefined> = {
    typeFilters: firstProblem(typeFilters, (filter) => filterProblem(filter, types)),
    elements: firstProblem(elements, (element) => elementProblem(element, types)),
    since: timeProblem(since),
    until: timeProblem(until) ?? orderProblem(since, until)
  }
  const isSet = {
    typeFilters: typeFilters.length > 0,
    elements: elements.length > 0,
    since: since !== '',
    until: until !== ''
  }
  const problems: Partial<Record<ExportLimit, string>> = {}
  for (const limit of Object.keys(parameterOf) as ExportLimit[]) {
    if (!isSet[limit]) continue
    const problem = limitProblems[limit] ?? refusal(settings, parameterOf[limit], parameters)
    if (problem !== undefined) problems[limit] = problem
  }
  return problems
}

/** A day as the instant at its start in UTC; an instant as it is. */
export function asInstant(time: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T00:00:00Z` : time
}

function firstProblem(list: readonly string[], check: (item: string) => string | undefined): string | undefined {
  for (const item of list) {
    const problem = check(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

function filterProblem(filter: string, types: readonly string[]): string | undefined {
  const type = /^([A-Z][A-Za-z]{1,63})\?[^=?&\s]+=[^\s]+$/.exec(filter)?.[1]
  if (type === undefined) return m.isNotASearchOfOne(filter)
  return types.length === 0 || types.includes(type) ? undefined : notRequested(filter, type)
}

function elementProblem(element: string, types: readonly string[]): string | undefined {
  const found = elementName.exec(element)
  if (found === null) return m.isNotAnElementOfThe(element)
  const type = found[1]
  return type === undefined || types.length === 0 || types.includes(type) ? undefined : notRequested(element, type)
}

function notRequested(item: string, type: string): string {
  return m.isAboutWhichIsNotOne(item, type)
}

function timeProblem(time: string): string | undefined {
  if (time === '') return undefined
  const day = instant.exec(time)?.[1]
  const isReal = day !== undefined && !Number.isNaN(Date.parse(time)) && isCalendarDay(day)
  return isReal ? undefined : m.writeADaySuchAs2026
}

/** `Date.parse` turns February 30 into a day of March. */
function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

function orderProblem(since: string, until: string): string | undefined {
  if (since === '' || timeProblem(since) !== undefined) return undefined
  return Date.parse(asInstant(since)) < Date.parse(asInstant(until)) ? undefined : m.theEndIsNotAfterThe
}

function refusal({ mode }: Limited, name: string, parameters: readonly string[] | undefined): string | undefined {
  if (mode === 'crawl' || parameters === undefined || parameters.includes(name)) return undefined
  return m.theVendorProfileDoesNotList(name)
}

/** Elements that the screens cannot do without, besides those that are always there, and what is missing without them. */
const needed: Readonly<Record<string, readonly string[]>> = {
  Patient: ['birthDate', 'gender'],
  Condition: ['code', 'clinicalStatus', 'onsetDateTime', 'recordedDate'],
  Observation: ['effectiveDateTime', 'valueQuantity', 'component'],
  Encounter: ['subject', 'type', 'period'],
  Procedure: ['performedDateTime', 'performedPeriod'],
  MedicationRequest: ['medicationCodeableConcept', 'authoredOn', 'dispenseRequest'],
  Immunization: ['occurrenceDateTime'],
  Coverage: ['period', 'payor'],
  ExplanationOfBenefit: ['diagnosis', 'item', 'billablePeriod', 'total']
}

/**
 * Elements that screens and measures read and that `_elements` leaves out, as `Type.element`. A list without types limits
 * every type; one with types limits only these.
 * @param types the requested resource types; empty for everything
 */
export function elementsLeftOut(elements: readonly string[], types: readonly string[]): string[] {
  if (elements.length === 0) return []
  const everywhere = elements.filter((element) => !element.includes('.'))
  return Object.entries(needed).flatMap(([type, names]) => {
    const typeElements = elements
      .filter((element) => element.startsWith(`${type}.`))
      .map((name) => name.slice(type.length + 1))
    const isLimited = everywhere.length > 0 || typeElements.length > 0
    if (!isLimited || (types.length > 0 && !types.includes(type))) return []
    return names
      .filter((name) => ![...everywhere, ...typeElements].some((asked) => isAskedBy(name, asked)))
      .map((name) => `${type}.${name}`)
  })
}

/** FHIR names an element of several types without the type: `onset` and `onset[x]` bring `onsetDateTime`. */
function isAskedBy(name: string, asked: string): boolean {
  return name === asked || (name.startsWith(asked) && /^[A-Z]/.test(name.slice(asked.length)))
}
