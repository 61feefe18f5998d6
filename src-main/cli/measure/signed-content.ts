import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { signatureRules } from '../../services/publishers/signed-files.ts'
import { checkSignedInput, type SignatureIo } from '../data/signed-input.ts'
import type { CommandIo } from '../terminal/command.ts'

/**
 * Checks the signatures next to files of measure content. What comes with the program needs none.
 * @throws AppError `invalid-input` for a wrong one, PolicyRefusal where the policies ask for one of a trusted publisher
 */
export async function checkContentFiles(
  paths: readonly string[],
  io: SignatureIo & Pick<CommandIo, 'resources'>
): Promise<void> {
  const { required } = signatureRules(io.policies)
  for (const path of paths.map((each) => resolve(each))) {
    if (!relative(join(io.resources, 'measures'), path).startsWith('..')) continue
    const isFile = await isOrdinaryFile(path)
    // Reading them says what is wrong with others.
    if (isFile === undefined) continue
    if (isFile)
      await checkSignedInput(
        path,
        await readFile(path),
        { what: 'measure-content', title: m.measureContentOfTheseFiles },
        io
      )
    else if (required) throw new PolicyRefusal('RequireSignedPacks', m.measureContentOfAFolder)
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
