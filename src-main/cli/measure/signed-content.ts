import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { join, relative, resolve } from 'node:path'
import { listContentBlob, type ContentSource } from '#engine/base/source/content-sources.ts'
import { AppError } from '#shared/app-error.ts'
import { readChosenContent, type ChosenContent } from '../../services/content/chosen-content.ts'
import { checkSignedInput, commandSignatureRules, type SignatureIo } from '../data/signed-input.ts'
import type { CommandIo } from '../terminal/command.ts'

/**
 * Files of measure content with the signatures next to them, checked: what is read later are the bytes that were checked. What comes with
 * the program needs none.
 * @returns undefined where nothing is signed, and nothing has to be
 * @throws AppError `invalid-input` for a wrong one, PolicyRefusal where the policies ask for one of a trusted publisher
 */
export async function openSignedContent(
  paths: readonly string[],
  io: SignatureIo & Pick<CommandIo, 'resources'>
): Promise<readonly ContentSource[] | undefined> {
  const all = paths.map((each) => resolve(each))
  const isShipped = (path: string): boolean => !relative(join(io.resources, 'measures'), path).startsWith('..')
  const others = all.filter((path) => !isShipped(path))
  if (others.length === 0) return undefined
  const chosen = await readChosenContent(others, io.policies.value('RequireSignedPacks'))
  if (chosen === undefined) return undefined
  const rules = await commandSignatureRules(io)
  for (const { path, name, bytes } of chosen) {
    const about = { what: 'measure-content', title: m.theFileOfMeasureContent(name) }
    await checkSignedInput(path, bytes, about, io, rules)
  }
  const shipped = (await readChosenContent(all.filter(isShipped), true)) ?? []
  return sourcesOf([...shipped, ...chosen])
}

async function sourcesOf(files: readonly ChosenContent[]): Promise<readonly ContentSource[]> {
  const listed = await Promise.all(files.map(({ name, bytes }) => listContentBlob(name, new Blob([bytes]))))
  const failed = listed.flatMap(({ skipped }) => skipped)
  return [
    ...listed.flatMap((each) => each.files),
    ...failed.map(({ name, reason }) => ({ name, open: () => Promise.reject(new AppError('unreadable-file', reason)) }))
  ]
}
