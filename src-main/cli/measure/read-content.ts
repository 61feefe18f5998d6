import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { assembleContent } from '#engine/measures/content/assemble-content.ts'
import { effectiveValueSets } from '#engine/measures/content/effective-value-sets.ts'
import { codesOfValueSets } from '#engine/measures/content/codes-of-value-sets.ts'
import type { ContentDocument } from '#engine/measures/content/content-document.ts'
import { readContentFile, type ContentFile } from '#engine/measures/content/content-file.ts'
import { translateFiles, type TranslationContext } from '#engine/measures/content/translate-files.ts'
import { findModel } from '#engine/cql/translate/cql-models.ts'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import type { CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import { ValueSetExpansions } from '#engine/measures/definition/value-set-expansions.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { plainBytes } from '#engine/base/ndjson/gunzip.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { systemRandom } from '../../ports/system.ts'
import { createImportCatalog, type ImportCatalog } from '../../services/imports/import-catalog.ts'
import type { CommandIo } from '../terminal/command.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { checkContentFiles } from './signed-content.ts'
import { addedCodes, type CodeOptions } from './added-codes.ts'

/**
 * Reads measures with their libraries and value sets from bundles, packs, folders and archives, and translates the CQL
 * text among them that comes without ELM. Codes among the files are added to the value sets that they name. Files that
 * cannot be read are named on standard error.
 * @throws AppError `unreadable-file` when no file can be read, `invalid-input` when there is no measure
 */
export async function readContent(
  paths: readonly string[],
  { codes, lists }: CodeOptions,
  io: CommandIo
): Promise<MeasureContent> {
  const document = await readDocument(paths, { codes, lists }, io)
  const content = readMeasureContent(document.resources)
  const added = await addedCodes(document, content.valueSets, lists, io)
  return { ...content, valueSets: effectiveValueSets(content.valueSets, added) }
}

/** As {@link readContent}, as a pack is installed. @throws AppError `unreadable-file` when no file can be read, `invalid-input` for a wrong signature, PolicyRefusal */
export async function readDocument(
  paths: readonly string[],
  { codes, lists }: CodeOptions,
  io: CommandIo
): Promise<ContentDocument> {
  await checkContentFiles([...paths, ...codes], io)
  const { files: chosen, label } = await readFiles(paths, io)
  const { files: tables } = codes.length === 0 ? { files: [] } : await readFiles(codes, io, true)
  const files = [...chosen, ...tables.map((file) => forLists(file, lists))]
  const { translated, problems } = await translateFiles(files, lazyTranslator(io))
  for (const { name, problems: found } of problems) {
    for (const { severity, message, from } of found) {
      io.err(`${name}${from === undefined ? '' : `:${from.line}:${from.column}`} ${severity}: ${message}\n`)
    }
  }
  const { document, notes } = assembleContent(label, files, translated)
  for (const note of notes) io.err(`${note}\n`)
  return document
}

/**
 * The codes of the files of a command, which are added to the lists of the built-in measures and of registries.
 * @throws AppError `unreadable-file`, and `invalid-input` for a list that there is not and for codes without any
 */
export async function readAddedCodes({ codes, lists }: CodeOptions, io: CommandIo): Promise<AddedCodes> {
  if (codes.length === 0 && lists.length > 0) throw new AppError('invalid-input', m.nameTheCodesForListWith)
  if (codes.length === 0) return new AddedCodes([])
  await checkContentFiles(codes, io)
  const { files: tables } = await readFiles(codes, io, true)
  const { files: valueSets } = await readFiles([join(io.resources, 'measures', 'core', 'value-sets')], io)
  const files = [...valueSets, ...tables.map((file) => forLists(file, lists))]
  const { translated } = await translateFiles(files, lazyTranslator(io))
  const { document } = assembleContent('', files, translated)
  const expansions = new ValueSetExpansions()
  for (const resource of document.resources) if (resource['resourceType'] === 'ValueSet') expansions.add(resource)
  return addedCodes(document, expansions.finish(), lists, io)
}

/** A file of codes: value sets are codes for the lists that the command names; without a list they stay what they are. */
function forLists(file: ContentFile, lists: readonly string[]): ContentFile {
  const isOnlyValueSets = file.resources.every(({ resourceType }) => resourceType === 'ValueSet')
  if (lists.length === 0 || !isOnlyValueSets) return file
  return { ...file, resources: [], codes: [...file.codes, ...codesOfValueSets(file.resources)] }
}

/**
 * The files under some paths, read.
 * @param whole refuse all when one cannot be read; else it is named on standard error
 */
async function readFiles(
  paths: readonly string[],
  io: CommandIo,
  whole = false
): Promise<{ readonly files: readonly ContentFile[]; readonly label: string }> {
  const catalog = createImportCatalog({ random: systemRandom })
  const { importId, files: listed, label } = await catalog.openContent(paths.map((path) => resolve(path)))
  const status = statusLine(io)
  const files: ContentFile[] = []
  const failed: { readonly name: string; readonly error: AppError }[] = []
  for (const [file, { name }] of listed.entries()) {
    status.show(() => m.readingTheMeasures(share(file, listed.length, 'files')))
    try {
      files.push(await readContentFile(name, await bytesOf(catalog, importId, file)))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failed.push({ name, error })
    }
  }
  await catalog.close(importId)
  status.clear()
  const [first] = failed
  if (first !== undefined && whole) throw new AppError(first.error.code, `${first.name}: ${first.error.message}`)
  if (files.length === 0 && first !== undefined) throw first.error
  for (const { name, error } of failed) io.err(m.leftOut(name, error.message))
  for (const { name, notes } of whole ? files : []) for (const note of notes) io.err(`${name}: ${note}\n`)
  return { files, label }
}

/** @throws AppError `unreadable-file` when it is cut off or damaged */
async function bytesOf(catalog: ImportCatalog, importId: string, file: number): Promise<Uint8Array> {
  const plain = plainBytes(() => catalog.read(importId, file))
  const parts: Uint8Array[] = []
  for await (const chunk of plain.chunks) parts.push(chunk)
  const failure = plain.failure()
  if (failure !== undefined) throw new AppError('unreadable-file', toWireError(failure).message, { cause: failure })
  if (plain.damaged()) throw new AppError('unreadable-file', m.itIsDamagedOrCutOff)
  return Buffer.concat(parts)
}

/** A translator that is started with the first text: it and its model are large, and few need them. */
function lazyTranslator(io: CommandIo): (cql: string, around: TranslationContext) => Promise<CqlTranslation> {
  const status = statusLine(io)
  let cqlContext: TranslationContext = { libraries: new Map(), models: [] }
  let started: Promise<(cql: string) => CqlTranslation> | undefined
  const start = async (): Promise<(cql: string) => CqlTranslation> => {
    const { createCqlTranslator } = await import('#engine/cql/translate/translate-cql.ts')
    const fhir = JSON.parse(await readFile(join(io.resources, 'models/fhir-4.0.1.json'), 'utf8')) as FhirModel
    return createCqlTranslator({
      fhir,
      library: (name) => cqlContext.libraries.get(name),
      model: (name, version) => findModel(cqlContext.models, name, version)
    })
  }
  let count = 0
  return async (cql, around) => {
    cqlContext = around
    count++
    status.show(() => m.translatingCQLLibrary(count))
    const translate = await (started ??= start())
    const translation = quietly(() => translate(cql))
    status.clear()
    return translation
  }
}

/** Does work that greets on standard output, where results go. */
function quietly<T>(work: () => T): T {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  stdout.write = () => true
  try {
    return work()
  } finally {
    stdout.write = write
  }
}
