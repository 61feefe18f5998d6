import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { connectionPositional, dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What `populus sign-in` takes. */
export const signInDeclaration = declareCommand({
  name: 'populus sign-in',
  about: m.signsAPersonInAtTheServer,
  positionals: { connection: connectionPositional(m.nameOrIdOfTheConnection) },
  options: { json: jsonOption, data: dataFolderOption, ...passphraseOptions },
  notes: m.theAnswerOfTheServerArrives
})
