import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import { libraryResource } from '#engine/measures/content/assemble-content.ts'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import type { ContentCase, ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { runCases } from '#engine/measures/content/run-cases.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { hasBit, type Bitset } from '#engine/base/kernels/bitset.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import { placeList, placesOfList, type RecordPlace } from '#engine/measures/chunk/place-list.ts'
import { recordPlaces } from '#engine/measures/chunk/record-places.ts'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { readMeasure, type MeasureDefinition } from '#engine/measures/definition/measure-definition.ts'
import { countEverybody } from '#engine/shards/person-values.ts'
import type { RunnerOptions } from '#engine/measures/run/measure-runner.ts'
import type { MeasureRun, PopulationMembers } from '#engine/measures/run/measure-run.ts'
import { memberCount } from '#engine/measures/run/member-count.ts'
import { AppError } from '#shared/app-error.ts'
import type { DraftApi, DraftMeasure, DraftOutcome, DraftPopulation } from './draft-protocol.ts'
import type { OpenedMeasure } from '#engine/measures/packs/open-packs.ts'
import type { InstalledContent } from './installed-content.ts'
import type { MeasureSession } from './measure-session.ts'
import { requireRecords } from '../base/require-records.ts'
import { openSource } from '../ingest/open-source.ts'

/** What drafts need of the measures. */
export interface DraftRunnerDependencies {
  readonly content: InstalledContent
  readonly session: () => MeasureSession
  readonly options: () => RunnerOptions
  /** A one-time URL for a file of an import. */
  readonly ask: (request: { importId: string; file: number }) => Promise<string>
}

/** A draft with its content. */
interface OpenedDraft {
  readonly base: OpenedMeasure
  readonly definition: MeasureDefinition
  readonly content: MeasureContent
}

/** Evaluates measures that are being written. */
export function createDrafts({ content: installed, session, options, ask }: DraftRunnerDependencies): DraftApi {
  let newest = 0

  function open({ base: id, measure, library }: DraftMeasure): OpenedDraft {
    const base = installed.measureCalled(id)
    const draftLibrary = readElmLibrary(library.elm)
    const definition = measure === undefined ? base.definition : readMeasure(measure)
    const others = base.content.libraries.filter((item) => item.id !== draftLibrary.id)
    return {
      base,
      definition,
      content: { ...base.content, measures: [definition], libraries: [draftLibrary, ...others] }
    }
  }

  return {
    async runDraft(request): Promise<DraftOutcome> {
      const turn = ++newest
      const started = performance.now()
      const { base, definition, content } = open(request)
      const { problems } = checkMeasure(definition, content)
      const { period, policy, zone } = request
      const packCases = request.measure === undefined ? installed.cases(base) : undefined
      const isStopped = problems.some(({ severity }) => severity === 'stops')
      const cases = isStopped
        ? []
        : [
            ...runCases(definition, content, packCases?.cases ?? [], packCases?.period ?? period, request).map(
              (item) => ({ ...item, origin: 'pack' as const })
            ),
            ...runCases(definition, content, request.cases, period, request).map((item) => ({
              ...item,
              origin: 'own' as const
            }))
          ]
      const current = session()
      let rates: DraftOutcome['rates'] = []
      let errors: DraftOutcome['errors'] = []
      if (!isStopped) {
        const measure = { url: definition.url, hash: 'draft' }
        const [run] = await current.runOther('draft', content, [measure], period, { policy, zone })
        if (turn !== newest) throw superseded()
        if (request.measure === undefined) {
          await current.run({ measures: [base.id], periods: [period], policy, zone })
          if (turn !== newest) throw superseded()
        }
        const before = request.measure === undefined ? current.runs.of(base, period) : undefined
        rates = run === undefined ? [] : ratesOf(run, before)
        errors = run === undefined ? [] : errorsOf(run)
      }
      const patients = countEverybody(current.population.shards)
      return { problems, rates, cases, errors, patients, seconds: (performance.now() - started) / 1000 }
    },

    async draftDocument(draft, title): Promise<ContentDocument> {
      const { base, definition, content } = open(draft)
      const { libraries, valueSets } = checkMeasure(definition, content)
      const { resources } = installed.document(base.pack)
      const used = new Set(valueSets.map(({ url }) => url))
      const usedResources = resources.filter((item) => {
        const name = textOf(item['name']) ?? ''
        if (item['resourceType'] === 'ValueSet') return used.has((textOf(item['url']) ?? '').split('|')[0]!)
        return (
          item['resourceType'] === 'Library' && name !== draft.library.name && libraries.some(({ id }) => id === name)
        )
      })
      // Another version of a measure has its cases; a new measure only borrows from the pack.
      const cases = definition.url === base.definition.url ? installed.cases(base) : undefined
      return {
        format: 'populus-content-1',
        title,
        resources: [draft.measure ?? base.resource, libraryResource(draft.library), ...usedResources],
        cases: cases === undefined ? [] : [cases]
      }
    },

    async caseOf(id, patient, period): Promise<ContentCase> {
      const measure = installed.measureCalled(id)
      const resources = await recordsOf(measure.content, patient)
      const found = resources.find(({ resourceType }) => resourceType === 'Patient')
      if (found === undefined) throw new AppError('not-found', m.thisPersonIsNotInThe)
      const name = m.personNumber(patient + 1)
      const blank = { name, patientId: textOf(found['id']) ?? '', period, resources, expected: {} }
      const [outcome] = runCases(measure.definition, measure.content, [blank], period, options())
      return { ...blank, expected: outcome?.actual ?? {} }
    },

    async installedValueSets() {
      return installed.valueSets().map(({ name, url }) => ({ name, url }))
    },

    async measureResource(id) {
      return installed.measureCalled(id).resource
    }
  }

  /** The records of one person that content reads, and those of nobody that it may refer to. */
  async function recordsOf(content: MeasureContent, patient: number): Promise<readonly FhirObject[]> {
    const { population } = session()
    requireRecords(population)
    const { shards, sources } = population
    const decoder = new TextDecoder()
    const records: FhirObject[] = []
    for (const { file, places } of recordPlaces(shards, { content, supplemental: false })) {
      const wanted: RecordPlace[] = []
      for (const place of placesOfList(places)) if (place.ordinal === patient || place.ordinal < 0) wanted.push(place)
      const source = sources[file]
      if (source === undefined || !wanted.some(({ ordinal }) => ordinal === patient)) continue
      await readPlaces(openSource(source, ask), placeList(wanted), (_, json) => {
        records.push(JSON.parse(decoder.decode(json)) as FhirObject)
      })
    }
    return records
  }
}

function superseded(): AppError {
  return new AppError('cancelled', m.aNewerTextIsBeingEvaluated)
}

function ratesOf(run: MeasureRun, before: MeasureRun | undefined): DraftOutcome['rates'] {
  return run.groups.map(({ id, scoring, populations }, index) => {
    const old = before?.groups.find((item) => item.id === id) ?? before?.groups[index]
    return {
      id,
      scoring,
      populations: populations.map((item, index) =>
        populationOf(item, old?.populations.find((other) => other.id === item.id) ?? old?.populations[index])
      )
    }
  })
}

function populationOf(now: PopulationMembers, old: PopulationMembers | undefined): DraftPopulation {
  const fits = old?.code === now.code ? old : undefined
  return {
    code: now.code,
    count: memberCount(now),
    before: fits === undefined ? undefined : memberCount(fits),
    entered: fits === undefined ? 0 : only(now.members, fits.members),
    left: fits === undefined ? 0 : only(fits.members, now.members)
  }
}

/** How many are in one set and not in another. */
function only(set: Bitset, other: Bitset): number {
  let count = 0
  for (let ordinal = 0; ordinal < set.length * 32; ordinal++) {
    if (hasBit(set, ordinal) && !hasBit(other, ordinal)) count++
  }
  return count
}

function errorsOf({ problems }: MeasureRun): DraftOutcome['errors'] {
  const found = new Map<string, { expression: string; message: string; patients: Set<string> }>()
  for (const { expression, message, patient } of problems) {
    const key = `${expression}\n${message}`
    const known = found.get(key) ?? { expression, message, patients: new Set<string>() }
    known.patients.add(patient)
    found.set(key, known)
  }
  return [...found.values()].map(({ expression, message, patients }) => ({
    expression,
    message,
    patients: patients.size
  }))
}
