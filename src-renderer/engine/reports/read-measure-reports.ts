import { commonMessages as common } from '#messages/common.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../cql/elm/values/fhir-element.ts'
import { firstCode, objectOf, objectsOf, textOf } from '../cql/elm/fhir/fhir-json.ts'

/** A MeasureReport from elsewhere, as far as it can be compared. */
export interface ImportedReport {
  readonly type: 'individual' | 'summary'
  /** Address without version, and the version it names. */
  readonly measure: string
  readonly version: string | undefined
  readonly start: string
  readonly end: string
  readonly groups: readonly {
    readonly id: string | undefined
    /** Counts by population code. */
    readonly counts: ReadonlyMap<string, number>
    readonly score: number | undefined
  }[]
}

/** Reports of a file, and what of it could not be used. */
export interface ImportedReports {
  readonly reports: readonly ImportedReport[]
  /** Sentences, each once, with how often. */
  readonly notes: readonly string[]
}

/** Resources of a text: one, a list, a Bundle, or one per line. */
function resourcesOf(text: string): readonly FhirObject[] {
  const parse = (part: string): unknown => JSON.parse(part) as unknown
  let values: readonly unknown[]
  try {
    const document = parse(text)
    values = Array.isArray(document) ? document : [document]
  } catch {
    try {
      values = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parse)
    } catch {
      throw new AppError('invalid-input', m.thisFileIsNoJSONChoose)
    }
  }
  return values.flatMap((value) => {
    const resource = objectOf(value as never)
    if (resource === undefined) return []
    if (resource['resourceType'] === 'Parameters') {
      return objectsOf(resource['parameter']).flatMap((item) => within(objectOf(item['resource'])))
    }
    return within(resource)
  })
}

function within(resource: FhirObject | undefined): readonly FhirObject[] {
  if (resource === undefined) return []
  if (resource['resourceType'] !== 'Bundle') return [resource]
  return objectsOf(resource['entry']).flatMap((item) => {
    const inner = objectOf(item['resource'])
    return inner === undefined ? [] : [inner]
  })
}

function readReport(resource: FhirObject): ImportedReport | string {
  const type = textOf(resource['type'])
  const [measure = '', version] = (textOf(resource['measure']) ?? '').split('|')
  const period = objectOf(resource['period'])
  const [start, end] = [textOf(period?.['start']), textOf(period?.['end'])]
  if (type !== 'individual' && type !== 'summary' && type !== 'subject-list') {
    return m.aReportOfTypeHoldsNo(type ?? common.none)
  }
  if (measure === '') return m.aReportNamesNoMeasure
  if (start === undefined || end === undefined) return m.aReportHasNoPeriod
  const groups = objectsOf(resource['group']).map((group) => {
    const counts = new Map<string, number>()
    for (const population of objectsOf(group['population'])) {
      const code = firstCode(population['code'])
      const { count } = population
      if (code !== undefined && typeof count === 'number' && !counts.has(code)) counts.set(code, count)
    }
    const score = objectOf(group['measureScore'])?.['value']
    return { id: textOf(group['id']), counts, score: typeof score === 'number' ? score : undefined }
  })
  if (groups.every(({ counts }) => counts.size === 0)) return m.aReportHasNoCounts
  return {
    type: type === 'individual' ? type : 'summary',
    measure,
    version,
    start: start.slice(0, 10),
    end: end.slice(0, 10),
    groups
  }
}

/**
 * Reads MeasureReports for comparison: a resource, a Bundle, the Parameters of `$care-gaps`, a list, or NDJSON.
 * @throws AppError `invalid-input` when there is no JSON, or no report that can be used
 */
export function readMeasureReports(text: string): ImportedReports {
  const reports: ImportedReport[] = []
  const notes = new Map<string, number>()
  const note = (sentence: string): void => void notes.set(sentence, (notes.get(sentence) ?? 0) + 1)
  for (const resource of resourcesOf(text.replace(/^\ufeff/, ''))) {
    if (resource['resourceType'] !== 'MeasureReport') continue
    const read = readReport(resource)
    if (typeof read === 'string') note(read)
    else reports.push(read)
  }
  const sentences = [...notes].map(([sentence, times]) =>
    times === 1 ? sentence : m.sentenceTimesTimes(sentence, times)
  )
  if (reports.length === 0) {
    throw new AppError('invalid-input', sentences[0] ?? m.thereIsNoMeasureReportInThis)
  }
  return { reports, notes: sentences }
}
