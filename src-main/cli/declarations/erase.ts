import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { fileValue, textValue } from '../../host/arguments/value-kinds.ts'
import { dataFolderOption, passphraseOptions } from './shared-options.ts'

/** What `populus erase` takes. */
export const eraseDeclaration = declareCommand({
  name: 'populus erase',
  about: m.erasesStoredDataAndWrites,
  forms: ['(--person ID | --snapshot ID | --everything) --confirm WORD --reason TEXT --certificate FILE [options]'],
  positionals: {},
  options: {
    person: valueOption(textValue('ID', 'p1'), m.onePersonByTheId, { conflicts: ['snapshot', 'everything'] }),
    snapshot: valueOption(textValue('ID', 's1'), m.oneSnapshot, { conflicts: ['everything'] }),
    everything: flagOption(m.everySnapshot),
    confirm: valueOption(textValue('WORD', 'EVERYTHING'), m.theSameIdAgainOr),
    reason: requiredOption(textValue('TEXT', 'Request 7'), m.numberOrKindOfThe),
    certificate: requiredOption(fileValue(), m.fileForTheCertificateJSON),
    data: dataFolderOption,
    ...passphraseOptions
  },
  notes: m.aPersonGoesFromThe
})
