import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { AppError } from '#shared/app-error.ts'
import type { AddedCode, Crosswalk } from '../../base/codes/code-additions.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { modelOf, readCqlModel, type CqlModel } from '../../cql/translate/cql-models.ts'
import { nestingOf } from '../../cql/elm/library/nesting.ts'
import { contentResources } from '../definition/content-resources.ts'
import { objectOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { elmOf, textOfBase64 } from '../../cql/translate/library-text.ts'
import { isContentDocument, type ContentCase, type MeasureCases } from './document/content-document.ts'
import { splitTestCases } from './document/case-bundle.ts'
import { delimitedRows } from './delimited-rows.ts'
import { readCases, type CasesRead } from './read-cases.ts'
import { isCodeTable, readCodeTable } from './read-code-table.ts'
import { readConceptMap } from './read-concept-map.ts'
import { namesValueSets, readValueSetTable } from './value-set-table.ts'
import { workbookRows, type SheetRows } from './workbook-rows.ts'

/** What one file of a pack holds. */
export interface ContentFile {
  readonly name: string
  readonly resources: readonly FhirObject[]
  /** CQL text of a library, to be translated. */
  readonly cql: string | undefined
  /** Descriptions of models, for the translation of CQL text. */
  readonly models: readonly CqlModel[]
  /** Cases that lie next to the measure of the same folder. */
  readonly cases: CasesRead | undefined
  /** Cases that name their measure. */
  readonly measureCases: readonly MeasureCases[]
  /** Codes for installed lists; a list is '' where the file names none. */
  readonly codes: readonly AddedCode[]
  readonly crosswalks: readonly Crosswalk[]
  /** What of the file could not be taken. */
  readonly notes: readonly string[]
}

const nothing: Omit<ContentFile, 'name'> = {
  resources: [],
  cql: undefined,
  models: [],
  cases: undefined,
  measureCases: [],
  codes: [],
  crosswalks: [],
  notes: []
}
const kinds: ReadonlySet<unknown> = new Set(['Measure', 'Library', 'ValueSet'])
const decoder = new TextDecoder()

/**
 * Reads one file of measure content: FHIR JSON of any form, an ELM document, a pack with cases, CQL text, a model info
 * document, or a value set download as a workbook or delimited text.
 * @param bytes the file, unpacked
 * @throws AppError `invalid-input` or `unreadable-file`, with a sentence that says what is wrong with it
 */
export async function readContentFile(name: string, bytes: Uint8Array): Promise<ContentFile> {
  const ending = /\.([A-Za-z0-9]+)(?:\.gz)?$/.exec(name)?.[1]?.toLowerCase()
  if (ending === 'xlsx') {
    return readTable(name, await workbookRows(bytes))
  }
  const text = decoder.decode(bytes)
  if (ending === 'cql') return { ...nothing, name, cql: text }
  if (ending === 'xml') {
    const model = readCqlModel(text)
    if (model !== undefined) return { ...nothing, name, models: [model] }
    throw new AppError('invalid-input', m.ofXMLFilesOnlyDescriptionsOf)
  }
  if (ending === 'csv' || ending === 'tsv' || ending === 'txt') {
    return readTable(name, [{ name, rows: delimitedRows(text) }])
  }
  return readJson(name, text)
}

/** A table is of value sets where it names them, else of codes for installed lists. */
function readTable(name: string, sheets: readonly SheetRows[]): ContentFile {
  if (!isCodeTable(sheets) && namesValueSets(sheets)) {
    const { valueSets, notes } = readValueSetTable(sheets)
    return { ...nothing, name, resources: valueSets, notes }
  }
  const { codes, crosswalks, notes } = readCodeTable(sheets)
  if (codes.length + crosswalks.length === 0) throw noTable(notes)
  return { ...nothing, name, codes, crosswalks, notes }
}

function noTable([note]: readonly string[]): AppError {
  return new AppError('invalid-input', note ?? m.thereIsNoTableOfCodes)
}

function readJson(name: string, text: string): ContentFile {
  const json = parsed(text)
  if (isContentDocument(json)) {
    const { resources, cases, codes = [], crosswalks = [] } = json
    return { ...nothing, name, resources, measureCases: cases, codes, crosswalks }
  }
  const object = objectOf(json as FhirObject)
  if (object?.['resourceType'] === undefined && Array.isArray(object?.['cases']) && object['measure'] === undefined) {
    return { ...nothing, name, cases: readCases(object) }
  }
  const { content, cases: marked } = splitTestCases(json)
  const every = contentResources(content)
  const maps = every.filter((item) => item['resourceType'] === 'ConceptMap').map(readConceptMap)
  const all = every.filter((item) => item['resourceType'] !== 'ConceptMap')
  const known = all.filter((item) => kinds.has(item['resourceType']))
  const resources = known.filter((item) => !isNestedTooDeeply(item))
  const cases = object === undefined ? undefined : readCases(object)
  const measure = resources.find((item) => item['resourceType'] === 'Measure')
  const url = textOf(measure?.['url'])
  return {
    ...nothing,
    name,
    resources,
    models: resources.flatMap((item) => (item['resourceType'] === 'Library' ? (modelOf(item) ?? []) : [])),
    measureCases: [
      ...(cases === undefined || url === undefined ? [] : [{ measure: url.split('|')[0]!, ...cases }]),
      ...byMeasure(marked)
    ],
    crosswalks: maps.flatMap(({ crosswalks }) => crosswalks),
    notes: [
      ...unmappedNotes(maps.reduce((sum, { left }) => sum + left, 0)),
      ...otherNotes(all.length - known.length),
      ...known
        .filter((item) => !resources.includes(item))
        .map((item) => m.libraryWasLeftOutItsLogic(textOf(item['name']) ?? '', maxJsonDepth))
    ]
  }
}

/** Test cases by the measure that they name; those without a period cannot be evaluated. */
function byMeasure(
  cases: readonly { readonly measure: string; readonly case: ContentCase }[]
): readonly MeasureCases[] {
  const measures = new Map<string, MeasureCases>()
  for (const { measure, case: item } of cases) {
    if (item.period === undefined) continue
    const known = measures.get(measure) ?? { measure, period: item.period, cases: [] }
    measures.set(measure, { ...known, cases: [...known.cases, item] })
  }
  return [...measures.values()]
}

/** Levels of brackets in JSON; logic that is nested deeper cannot be evaluated. */
const maxJsonDepth = 3000

/** Whether the ELM that a Library carries is nested deeper than can be evaluated. What is no Base64 is reported later. */
function isNestedTooDeeply(resource: FhirObject): boolean {
  const data = resource['resourceType'] === 'Library' ? elmOf(resource) : undefined
  if (data === undefined) return false
  try {
    return nestingOf(textOfBase64(data), '"', maxJsonDepth) > maxJsonDepth
  } catch {
    return false
  }
}

/** JSON, or lines of it. @throws AppError `unreadable-file`, `invalid-input` when it is nested too deeply */
function parsed(text: string): unknown {
  if (nestingOf(text, '"', maxJsonDepth) > maxJsonDepth) {
    throw new AppError('invalid-input', m.itIsNestedMoreThanLevels(maxJsonDepth))
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown)
    } catch {
      // What is wrong with the whole says more than what is wrong with a line.
    }
    throw new AppError('unreadable-file', m.itIsNoJSONOrIt, { cause })
  }
}

function unmappedNotes(left: number): readonly string[] {
  return left === 0 ? [] : [m.codesOfConceptMapsWereLeft(left)]
}

function otherNotes(others: number): readonly string[] {
  return others === 0 ? [] : [m.resourcesAreNoMeasureLibraryOr(others)]
}
