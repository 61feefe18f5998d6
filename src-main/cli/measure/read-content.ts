import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { join, resolve } from 'node:path'
import { readContentBytes, type ContentSource } from '#engine/base/source/content-sources.ts'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { assembleContent } from '#engine/measures/content/assemble-content.ts'
import { effectiveValueSets } from '#engine/measures/content/effective-value-sets.ts'
import { codesOfValueSets } from '#engine/measures/content/codes-of-value-sets.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { readContentFile, type ContentFile } from '#engine/measures/content/content-file.ts'
import { translateFiles } from '#engine/measures/content/translate-files.ts'
import { ValueSetExpansions } from '#engine/measures/definition/value-set-expansions.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { AppError } from '#shared/app-error.ts'
import { createLazyTranslator, type TranslateCql } from '../../services/content/cql-translator.ts'
import { systemRandom } from '../../ports/system.ts'
import { createImportCatalog, labelOfPaths } from '../../services/imports/import-catalog.ts'
import type { CommandIo } from '../terminal/command.ts'
import { share, statusLine } from '../terminal/status-line.ts'
import { requirePaths } from '../data/source-paths.ts'
import { openSignedContent } from './signed-content.ts'
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
  const opened = await openFiles(paths, io)
  const openedCodes = codes.length === 0 ? undefined : await openFiles(codes, io)
  const chosen = await readFiles(opened, io)
  const tables = openedCodes === undefined ? [] : await readFiles(openedCodes, io, true)
  const files = [...chosen, ...tables.map((file) => forLists(file, lists))]
  const { translated, problems } = await translateFiles(files, lazyTranslator(io))
  for (const { name, problems: found } of problems) {
    for (const { severity, message, from } of found) {
      io.err(`${name}${from === undefined ? '' : `:${from.line}:${from.column}`} ${severity}: ${message}\n`)
    }
  }
  const { document, notes } = assembleContent(labelOfPaths(paths), files, translated)
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
  const tables = await readFiles(await openFiles(codes, io), io, true)
  const shipped = await openFiles([join(io.resources, 'measures', 'core', 'value-sets')], io)
  const valueSets = await readFiles(shipped, io)
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

/** Files that can be read. */
interface OpenedFiles {
  readonly files: readonly ContentSource[]
  readonly close: () => Promise<void>
}

/** The files under some paths: those that are signed, or would have to be, as they were checked. */
async function openFiles(paths: readonly string[], io: CommandIo): Promise<OpenedFiles> {
  await requirePaths(paths)
  const signed = await openSignedContent(paths, io)
  if (signed !== undefined) return { files: signed, close: async () => undefined }
  const catalog = createImportCatalog({ random: systemRandom })
  const { importId, files } = await catalog.openContent(paths.map((path) => resolve(path)))
  return {
    files: files.map(({ name }, file) => ({ name, open: () => catalog.read(importId, file) })),
    close: () => catalog.close(importId)
  }
}

/** @param isComplete refuse all when one cannot be read; else it is named on standard error */
async function readFiles(
  { files: listed, close }: OpenedFiles,
  io: CommandIo,
  isComplete = false
): Promise<readonly ContentFile[]> {
  const status = statusLine(io)
  const files: ContentFile[] = []
  const failed: { readonly name: string; readonly error: AppError }[] = []
  try {
    for (const [file, { name, open }] of listed.entries()) {
      status.show(() => m.readingTheMeasures(share(file, listed.length, 'files')))
      try {
        files.push(await readContentFile(name, await readContentBytes(open)))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        failed.push({ name, error })
      }
    }
  } finally {
    status.clear()
    await close()
  }
  const [first] = failed
  if (first !== undefined && isComplete) throw new AppError(first.error.code, `${first.name}: ${first.error.message}`)
  if (files.length === 0 && first !== undefined) throw first.error
  for (const { name, error } of failed) io.err(m.leftOut(name, error.message))
  for (const { name, notes } of isComplete ? files : []) for (const note of notes) io.err(`${name}: ${note}\n`)
  return files
}

/** The translator, which says what it is at. */
function lazyTranslator(io: CommandIo): TranslateCql {
  const status = statusLine(io)
  const translate = createLazyTranslator(io.resources)
  let count = 0
  return async (cql, around) => {
    count++
    status.show(() => m.translatingCQLLibrary(count))
    const translation = await translate(cql, around)
    status.clear()
    return translation
  }
}
