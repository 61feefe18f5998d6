import { dirname } from 'node:path'
import { readSealedHead, writeHead } from './sealed-head.ts'
import { openSealedJournal, type JournalDependencies } from './sealed-journal.ts'

/**
 * Puts a journal with other records in the place of one, as where somebody has to be erased from it. It is written next to the
 * old one, complete; an interruption leaves the old one or the new one.
 */
export async function rewriteSealedJournal(
  dependencies: JournalDependencies,
  records: readonly Uint8Array[]
): Promise<void> {
  const { path, key, files } = dependencies
  const next = `${path}.rewritten`
  await files.destroy(next)
  await files.remove(`${next}.head`)
  const { journal } = await openSealedJournal({ ...dependencies, path: next })
  for (const record of records) await journal.append(record)
  const head = await readSealedHead(files, next, key)
  if (head === undefined) throw new TypeError('a journal was to have a head')
  await writeHead(files, path, key, { ...head, pending: true })
  await files.rename(next, path)
  await writeHead(files, path, key, head)
  await files.syncFolder(dirname(path))
  await files.remove(`${next}.head`)
}
