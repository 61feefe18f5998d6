import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import type { AddedCode } from '../../base/codes/code-additions.ts'
import { readContentBytes, type ContentSources } from '../../base/source/content-sources.ts'
import type { CqlProblem, CqlTranslation } from '../../cql/translate/translate-cql.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import { assembleContent } from './assemble-content.ts'
import { assignLists, type CodeList } from './code-lists.ts'
import { codesOfValueSets } from './codes-of-value-sets.ts'
import type { ContentDocument } from './document/content-document.ts'
import { readContentFile, type ContentFile } from './content-file.ts'
import { translateFiles, type TranslationContext } from './translate-files.ts'

/** What became of the files of an import, in plain words. */
export interface ImportRemarks {
  /** Files that were read, with what of them could not be taken. */
  readonly notes: readonly { readonly name: string; readonly note: string }[]
  /** Files that were left out, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Codes that name no list that is installed. */
  readonly unassigned: readonly AddedCode[]
  /** Codes of the value sets, where there is nothing else: they may be meant for lists that are installed. */
  readonly valueSetCodes: readonly AddedCode[]
  /** What is wrong with CQL text, by file. */
  readonly cql: readonly { readonly name: string; readonly problems: readonly CqlProblem[] }[]
}

/** What an import needs besides its files. */
export interface ContentImportOptions {
  readonly title: string
  /** Lists that codes can be added to. */
  readonly lists: readonly Pick<CodeList, 'id' | 'title'>[]
  readonly translate: (cql: string, around: TranslationContext) => Promise<CqlTranslation>
  /** How many files are read. */
  readonly reading?: (done: number, total: number) => void
}

/**
 * Reads files of measure content, translates the CQL among them and joins them. Codes for installed lists go to those that they name; the
 * others are among the remarks.
 * @throws AppError `invalid-input` when there is no measure, no value set and no code in them
 */
export async function importContent(
  { files: sources, skipped: left }: ContentSources,
  { title, lists, translate, reading }: ContentImportOptions
): Promise<{ readonly document: ContentDocument; readonly remarks: ImportRemarks }> {
  const files: ContentFile[] = []
  const skipped = [...left]
  for (const [index, { name, open }] of sources.entries()) {
    try {
      files.push(await readContentFile(name, await readContentBytes(open)))
    } catch (error) {
      skipped.push({ name, reason: toWireError(error).message })
    }
    reading?.(index + 1, sources.length)
  }
  const { translated, problems: cql } = await translateFiles(files, translate)
  if (files.length === 0 && skipped.length > 0) throw new AppError('invalid-input', skipped[0]!.reason)
  const { document: read, notes } = assembleContent(title, files, translated)
  const { codes, unknown, unassigned } = assignLists(read.codes ?? [], lists)
  const named = (read.codes ?? []).filter(({ list }) => unknown.includes(list))
  return {
    document: { ...read, codes },
    remarks: {
      notes: [
        ...files.flatMap(({ name, notes: fileNotes }) => fileNotes.map((note) => ({ name, note }))),
        ...notes.map((note) => ({ name: title, note })),
        ...unknown.map((name) => ({ name: title, note: m.thereIsNoListHere(name) }))
      ],
      unassigned: [...unassigned, ...named],
      valueSetCodes: read.resources.every(({ resourceType }) => resourceType === 'ValueSet')
        ? codesOfValueSets(read.resources)
        : [],
      skipped,
      cql
    }
  }
}

/** The pack with codes that named no list, added to some by id; they are left out where there are none. */
export function withListsFor(
  document: ContentDocument,
  unassigned: readonly AddedCode[],
  lists: readonly string[]
): ContentDocument {
  const added = lists.flatMap((list) => unassigned.map((code) => ({ ...code, list })))
  return { ...document, codes: [...(document.codes ?? []), ...added] }
}
