import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { AppError } from '#shared/app-error.ts'
import { base64OfBytes } from '../../base/ndjson/base64.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { elmOf } from '../../cql/translate/library-text.ts'
import type { ContentDocument, MeasureCases } from './document/content-document.ts'
import type { ContentFile } from './content-file.ts'

/** A library that came as CQL text, translated. `elm` is undefined when it has errors. */
export interface TranslatedLibrary {
  readonly name: string
  readonly version: string | undefined
  readonly cql: string
  readonly elm: unknown
}

/** Resources, and what of them was not taken, in plain words. */
export interface Assembled {
  readonly document: ContentDocument
  readonly notes: readonly string[]
}

/** A text as base64, as FHIR attachments hold it. */
export function base64OfText(text: string): string {
  return base64OfBytes(new TextEncoder().encode(text))
}

/** A FHIR Library that holds CQL text and its ELM. */
export function libraryResource({ name, version, cql, elm }: TranslatedLibrary): FhirObject {
  return {
    resourceType: 'Library',
    name,
    ...(version === undefined ? {} : { version }),
    status: 'draft',
    content: [
      { contentType: 'application/elm+json', data: base64OfText(JSON.stringify(elm)) },
      { contentType: 'text/cql', data: base64OfText(cql) }
    ]
  }
}

/** What tells resources apart: two with the same are the same thing twice. */
function keyOf(resource: FhirObject): string {
  const address = textOf(resource['url']) ?? textOf(resource['name']) ?? textOf(resource['id']) ?? ''
  return `${textOf(resource['resourceType']) ?? ''}|${address.split('|')[0]!}|${textOf(resource['version']) ?? ''}`
}

/** Codes that a value set holds in itself; one without any is an empty shell that a fuller one replaces. */
function weight(resource: FhirObject): number {
  return JSON.stringify(resource).length
}

/**
 * Joins the files of a pack to one document. What is there twice is taken once, the fuller one; cases go to the measure
 * they name or lie next to.
 * @param title name of the pack
 * @param translated libraries made of the CQL among the files; they take the place of libraries of the same name
 * @throws AppError `invalid-input` when there is neither a measure nor a value set
 */
export function assembleContent(
  title: string,
  files: readonly ContentFile[],
  translated: readonly TranslatedLibrary[]
): Assembled {
  const byKey = new Map<string, FhirObject>()
  const notes: string[] = []
  let twice = 0
  for (const resource of files.flatMap(({ resources }) => resources)) {
    const key = keyOf(resource)
    const known = byKey.get(key)
    if (known !== undefined) twice++
    if (known === undefined || weight(resource) > weight(known)) byKey.set(key, resource)
  }
  if (twice > 0) notes.push(m.resourcesAreThereTwiceTheFuller(twice))
  const made = translated.filter(({ elm }) => elm !== undefined)
  const names = new Set(made.map(({ name }) => name))
  const untranslated = [...byKey.values()].filter(
    (item) => item['resourceType'] !== 'Library' || !names.has(textOf(item['name']) ?? '') || elmOf(item) !== undefined
  )
  const known = new Set(
    untranslated.filter(({ resourceType }) => resourceType === 'Library').map((item) => textOf(item['name']))
  )
  const resources = [...untranslated, ...made.filter(({ name }) => !known.has(name)).map(libraryResource)]
  const codes = files.flatMap((file) => file.codes)
  const crosswalks = files.flatMap((file) => file.crosswalks)
  const hasContent = resources.some(({ resourceType }) => resourceType === 'Measure' || resourceType === 'ValueSet')
  if (!hasContent && codes.length + crosswalks.length === 0) {
    throw new AppError('invalid-input', m.thereIsNoFHIRMeasureNo)
  }
  const document: ContentDocument = {
    format: 'populus-content-1',
    title,
    resources,
    cases: allCases(files, resources),
    ...(codes.length > 0 ? { codes } : {}),
    ...(crosswalks.length > 0 ? { crosswalks } : {})
  }
  return { document, notes }
}

function allCases(files: readonly ContentFile[], resources: readonly FhirObject[]): readonly MeasureCases[] {
  const measures = resources.filter(({ resourceType }) => resourceType === 'Measure')
  const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1)
  const beside = files.flatMap(({ name, cases }): MeasureCases[] => {
    if (cases === undefined) return []
    const neighbor = files.find(
      (item) => folderOf(item.name) === folderOf(name) && item.resources.some((each) => measures.includes(each))
    )
    const url = textOf(neighbor?.resources.find((each) => measures.includes(each))?.['url'])
    return url === undefined ? [] : [{ measure: url.split('|')[0]!, ...cases }]
  })
  return joinedCases([...files.flatMap(({ measureCases }) => measureCases), ...beside])
}

/** The cases of several files by measure; each names its period where others have another one. */
function joinedCases(parts: readonly MeasureCases[]): readonly MeasureCases[] {
  const measures = new Map<string, MeasureCases>()
  for (const { measure, period, cases } of parts) {
    const known = measures.get(measure)
    const named = cases.map((item) => ({ ...item, period: item.period ?? period }))
    measures.set(
      measure,
      known === undefined ? { measure, period, cases } : { ...known, cases: [...known.cases, ...named] }
    )
  }
  return [...measures.values()]
}
