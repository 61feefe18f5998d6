import { cliDeclarationsServersMessages as m } from '#messages/cli/declarations/servers.ts'
import { newKeyAlgorithms } from '#shared/connections/connection-keys.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption, requiredOption } from '../../host/arguments/options.ts'
import { integerValue, textValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { connectionPositional, dataFolderOption, jsonOption, passphraseOptions } from './shared-options.ts'

/** What keys are for, for the help of all actions. */
export const keysAbout = m.keysThatConnectionsSignWith

const positionals = { connection: connectionPositional(m.nameOrIdOfTheConnection) } as const

/** What `populus keys show` takes. */
export const keysShowDeclaration = declareCommand({
  name: 'populus keys show',
  about: m.printsTheKeysOfAConnection,
  positionals,
  options: {
    jwks: flagOption(m.printThePublicKeySetToHost, { conflicts: ['json'] }),
    json: jsonOption,
    data: dataFolderOption,
    ...passphraseOptions
  }
})

/** What `populus keys rotate` takes. */
export const keysRotateDeclaration = declareCommand({
  name: 'populus keys rotate',
  about: m.changesTheKeyThatAConnection,
  positionals,
  options: {
    algorithm: defaultedOption(wordValue(newKeyAlgorithms), newKeyAlgorithms[0], m.algorithmOfANewKey),
    'overlap-days': defaultedOption(integerValue('DAYS', { min: 1, max: 90 }), '7', m.daysThatTheOldKeyStays),
    registered: flagOption(m.theServerKnowsTheKeyAlready),
    json: jsonOption,
    data: dataFolderOption,
    ...passphraseOptions
  },
  notes: m.exitCodesOfARotation
})

/** What `populus keys revoke` takes. */
export const keysRevokeDeclaration = declareCommand({
  name: 'populus keys revoke',
  about: m.destroysThePrivateHalfOfAKey,
  positionals,
  options: {
    key: requiredOption(textValue('KID', 'key-1'), m.theKeyAsKeysShowNamesIt),
    confirm: requiredOption(wordValue(['REVOKE']), m.revokeSaysThatThisIsMeant),
    json: jsonOption,
    data: dataFolderOption,
    ...passphraseOptions
  }
})
