import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { checkSignedFile, signatureBeside, signatureRules } from '../../services/publishers/signed-files.ts'
import type { CommandIo } from '../terminal/command.ts'

/**
 * Checks the signatures next to files of measure content. What comes with the program needs none.
 * @throws AppError `invalid-input` for a wrong one, PolicyRefusal where the policies ask for one of a trusted publisher
 */
export async function checkContentFiles(
  paths: readonly string[],
  { policies, resources }: Pick<CommandIo, 'policies' | 'resources'>
): Promise<void> {
  const rules = signatureRules(policies)
  for (const path of paths.map((each) => resolve(each))) {
    if (!relative(join(resources, 'measures'), path).startsWith('..')) continue
    const isFile = await isOrdinaryFile(path)
    // Reading them says what is wrong with others.
    if (isFile === undefined) continue
    if (isFile && (rules.required || signatureBeside(path) !== undefined))
      checkSignedFile(path, await readFile(path), m.measureContentOfTheseFiles, rules)
    else if (!isFile && rules.required) throw new PolicyRefusal('RequireSignedPacks', m.measureContentOfAFolder)
  }
}

/** @returns undefined where nothing can be read */
async function isOrdinaryFile(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return undefined
  }
}
