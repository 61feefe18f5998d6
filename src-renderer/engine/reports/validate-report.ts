import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import type { FhirJson, FhirObject } from '../cql/elm/values/fhir-element.ts'
import { firstCode, objectOf, objectsOf, textOf } from '../cql/elm/fhir/fhir-json.ts'
import { absentReason, deqm, gapStatusCodes } from './deqm.ts'

/** Collects what is wrong, with its place. */
class Findings {
  readonly list: string[] = []
  readonly #place: string

  constructor(place: string, list?: string[]) {
    this.#place = place
    if (list !== undefined) this.list = list
  }

  at(place: string): Findings {
    return new Findings(`${this.#place}${place}`, this.list)
  }

  check(holds: boolean, sentence: string): void {
    if (!holds) this.list.push(`${this.#place}: ${sentence}`)
  }

  text(object: FhirObject | undefined, name: string): string {
    const value = textOf(object?.[name])
    this.check(value !== undefined && value !== '', m.nameIsMissing(name))
    return value ?? ''
  }
}

const day = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function checkReference(found: Findings, object: FhirObject | undefined, name: string): string {
  const reference = textOf(objectOf(object?.[name])?.['reference'])
  found.check(reference !== undefined && reference !== '', m.hasNoReference(name))
  return reference ?? ''
}

/** Whether an element without a value says why it has none. */
function saysWhyAbsent(element: FhirJson | undefined): boolean {
  return objectsOf(objectOf(element)?.['extension']).some(({ url }) => url === absentReason)
}

function linked(extensions: FhirJson | undefined, url: string): boolean {
  return objectsOf(extensions).some((item) => item['url'] === url && textOf(item['valueString']) !== undefined)
}

function checkGroup(found: Findings, group: FhirObject): void {
  found.check(linked(group['extension'], deqm.groupLink), m.theLinkIdExtensionIsMissing)
  const counts = new Map<string, number>()
  objectsOf(group['population']).forEach((population, index) => {
    const here = found.at(`.population[${index}]`)
    here.check(linked(population['extension'], deqm.populationLink), m.theLinkIdExtensionIsMissing)
    const code = firstCode(population['code'])
    here.check(code !== undefined, m.codeIsMissing)
    here.check(!('subjectResults' in population), m.subjectResultsIsNotAllowed)
    const { count } = population
    if (count === undefined) return
    here.check(typeof count === 'number' && Number.isInteger(count) && count >= 0, m.countIsNoWholeNumberFrom)
    if (code !== undefined && typeof count === 'number' && !counts.has(code)) counts.set(code, count)
  })
  checkScore(found, group, counts)
}

/** A proportion's score is what its counts say. */
function checkScore(found: Findings, group: FhirObject, counts: ReadonlyMap<string, number>): void {
  const score = objectOf(group['measureScore'])?.['value']
  const of = (code: string): number => counts.get(code) ?? 0
  const eligible = of('denominator') - of('denominator-exclusion') - of('denominator-exception')
  found.check(
    of('denominator') <= of('initial-population') || !counts.has('initial-population'),
    m.theDenominatorIsLargerThanThe
  )
  const isAbsent = saysWhyAbsent(group['measureScore'])
  if (score === undefined) {
    found.check(isAbsent || !('measureScore' in group), m.measureScoreHasNeitherANumberNor)
    return
  }
  found.check(typeof score === 'number' && Number.isFinite(score), m.measureScoreHasNoNumber)
  if (typeof score !== 'number' || score > 1 || !counts.has('denominator') || eligible <= 0) return
  const told = (of('numerator') - of('numerator-exclusion')) / eligible
  found.check(Math.abs(told - score) < 1e-9, m.measureScoreIsNotWhatTheCounts)
}

function checkMeasureReport(found: Findings, report: FhirObject): void {
  const type = found.text(report, 'type')
  found.check(type === 'individual' || type === 'summary', m.typeIsNeitherIndividualNorSummary(type))
  found.check(['complete', 'pending', 'error'].includes(found.text(report, 'status')), m.statusIsNotOfItsValue)
  found.check(/^\S+$/.test(found.text(report, 'measure')), m.measureIsNoCanonicalAddress)
  found.check(day.test(found.text(report, 'date')), m.dateIsNoDate)
  if (!saysWhyAbsent(report['reporter'])) checkReference(found, report, 'reporter')
  if (type === 'individual') checkReference(found, report, 'subject')
  const period = objectOf(report['period'])
  const [start, end] = [found.at('.period').text(period, 'start'), found.at('.period').text(period, 'end')]
  found.at('.period').check(start <= end, m.itEndsBeforeItBegins)
  const groups = objectsOf(report['group'])
  if (type === 'summary') {
    found.check(groups.length > 0, m.groupIsMissing)
    found.check(!('evaluatedResource' in report), m.evaluatedResourceIsNotAllowedInA)
  }
  groups.forEach((group, index) => {
    checkGroup(found.at(`.group[${index}]`), group)
  })
}

function checkDetectedIssue(found: Findings, issue: FhirObject): void {
  found.check(textOf(issue['status']) !== undefined, m.statusIsMissing)
  found.check(firstCode(issue['code']) === 'CAREGAP', m.codeIsNotCAREGAP)
  checkReference(found, issue, 'patient')
  const statuses = objectsOf(issue['modifierExtension']).filter((item) => item['url'] === deqm.gapStatus)
  found.check(statuses.length === 1, m.exactlyOneGapStatusIsNeeded)
  const code = firstCode(statuses[0]?.['valueCodeableConcept'])
  found.check((gapStatusCodes as readonly (string | undefined)[]).includes(code), m.gapStatusIsUnknown(code ?? ''))
  const evidence = objectsOf(issue['evidence'])
  found.check(evidence.length > 0, m.evidenceIsMissing)
  evidence.forEach((item, index) => {
    const details = objectsOf(item['detail'])
    found.at(`.evidence[${index}]`).check(details.length === 1, m.exactlyOneDetailIsNeeded)
  })
}

function checkComposition(found: Findings, composition: FhirObject): void {
  found.check(firstCode(composition['type']) === '96315-7', m.typeIsNotLOINC963157)
  found.check(textOf(composition['status']) !== undefined, m.statusIsMissing)
  checkReference(found, composition, 'subject')
  found.check(day.test(found.text(composition, 'date')), m.dateIsNoDate)
  found.text(composition, 'title')
  found.check(objectsOf(composition['author']).length > 0, m.authorIsMissing)
  const sections = objectsOf(composition['section'])
  found.check(sections.length > 0, m.sectionIsMissing)
  sections.forEach((section, index) => {
    const here = found.at(`.section[${index}]`)
    checkReference(here, section, 'focus')
    here.check(objectsOf(section['entry']).length > 0, m.entryIsMissing)
  })
}

/** References anywhere within a resource. */
function referencesIn(value: FhirJson | undefined): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return (value as readonly FhirJson[]).flatMap(referencesIn)
  const reference = textOf((value as FhirObject)['reference'])
  return [
    ...(reference === undefined ? [] : [reference]),
    ...Object.values(value as FhirObject).flatMap((item) => referencesIn(item))
  ]
}

/** Whether a reference within a Bundle is to the entry of a full URL (FHIR R4, "Resolving references in Bundles"). */
function leadsTo(reference: string, fullUrl: string): boolean {
  return reference === fullUrl || (/^https?:/.test(fullUrl) && fullUrl.endsWith(`/${reference}`))
}

function checkBundle(found: Findings, bundle: FhirObject): void {
  found.check(bundle['type'] === 'document', m.typeIsNotDocument)
  found.text(objectOf(bundle['identifier']), 'value')
  found.check(instant.test(found.text(bundle, 'timestamp')), m.timestampIsNoInstant)
  const entries = objectsOf(bundle['entry'])
  const resources = entries.map((item) => objectOf(item['resource']))
  found.check(resources[0]?.['resourceType'] === 'Composition', m.theFirstEntryIsNoComposition)
  const urls = entries.map((item) => textOf(item['fullUrl']) ?? '')
  found.check(new Set(urls).size === urls.length, m.twoEntriesHaveOneFullUrl)
  const patients = new Set<string>()
  resources.forEach((resource, index) => {
    const here = found.at(`.entry[${index}]`)
    here.check(/^(urn:uuid:[0-9a-f-]{36}|https?:\/\/\S+)$/.test(urls[index]!), m.fullUrlIsNoUUIDAndNo)
    if (resource === undefined) {
      here.check(false, m.resourceIsMissing)
      return
    }
    here.list.push(...validateReport(resource, `${index}`).map((sentence) => `Bundle.entry[${sentence}`))
    for (const reference of referencesIn(resource)) {
      const inside = reference.startsWith('#') || urls.some((url) => leadsTo(reference, url))
      here.check(inside, m.theReferenceLeadsNowhereInThe(reference.slice(0, 60)))
    }
    for (const name of ['subject', 'patient']) {
      const about = textOf(objectOf(resource[name])?.['reference'])
      if (about !== undefined) patients.add(about)
    }
    checkStatusScore(here, resource, entries)
  })
  found.check(patients.size === 1, m.itsPartsAreNotAboutOne)
}

/** A gap that does not apply has no score. */
function checkStatusScore(found: Findings, issue: FhirObject, entries: readonly FhirObject[]): void {
  if (issue['resourceType'] !== 'DetectedIssue') return
  const status = objectsOf(issue['modifierExtension']).find((item) => item['url'] === deqm.gapStatus)
  if (firstCode(status?.['valueCodeableConcept']) !== 'not-applicable') return
  const details = objectsOf(issue['evidence']).flatMap((item) => objectsOf(item['detail']))
  for (const { reference } of details) {
    const report = objectOf(
      entries.find((item) => leadsTo(textOf(reference) ?? '', textOf(item['fullUrl']) ?? ''))?.['resource']
    )
    const scored = objectsOf(report?.['group']).some((group) => 'measureScore' in group)
    found.check(!scored, m.aGapThatDoesNotApply)
  }
}

/**
 * Checks a MeasureReport, DetectedIssue, Composition or gaps Bundle against the elements that FHIR R4 and DEQM's profiles
 * require, and what is in them against each other. Other types of resource are taken as they are.
 * @returns sentences with their place; none when all is well
 */
export function validateReport(resource: FhirObject, place = ''): readonly string[] {
  const type = textOf(resource['resourceType']) ?? ''
  const found = new Findings(place === '' ? type : `${place}] ${type}`)
  if (type === 'MeasureReport') checkMeasureReport(found, resource)
  else if (type === 'DetectedIssue') checkDetectedIssue(found, resource)
  else if (type === 'Composition') checkComposition(found, resource)
  else if (type === 'Bundle') checkBundle(found, resource)
  return found.list
}
