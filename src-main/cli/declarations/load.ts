import { cliDeclarationsMessages as m } from '#messages/cli/declarations.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { flagOption, valueOption } from '../../host/arguments/options.ts'
import { manyPositionals } from '../../host/arguments/positionals.ts'
import { populationValue } from '../../host/arguments/value-kinds.ts'
import { coresValue, memoryOptions, passphraseOptions } from './shared-options.ts'

/** What `populus load` takes. */
export const loadDeclaration = declareCommand({
  name: 'populus load',
  about: m.readsFHIRDataFoldersNDJSON,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    json: flagOption(m.printOneJSONObjectIn),
    list: flagOption(m.printEveryRejectWithFile),
    cores: valueOption(coresValue, m.processorCoresThatRead1, { aliases: ['threads'] }),
    ...memoryOptions,
    ...passphraseOptions
  },
  notes: m.exitCodes0EverythingWas
})
