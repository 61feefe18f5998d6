import { cliDeclarationsServersMessages as m } from '#messages/cli/declarations/servers.ts'
import { reportFileFormats } from '#shared/requirements/requirement-report.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption } from '../../host/arguments/options.ts'
import { wordValue } from '../../host/arguments/value-kinds.ts'
import {
  connectionPositional,
  dataFolderOption,
  jsonOption,
  outputOptions,
  passphraseOptions
} from './shared-options.ts'

/** What is said about connections, for the help of all actions. */
export const connectionAbout = m.reportsAboutTheServersOf

/** What `populus connection report` takes. */
export const connectionReportDeclaration = declareCommand({
  name: 'populus connection report',
  about: m.signsInAndReportsHowTheServer,
  positionals: { connection: connectionPositional(m.nameOrIdOfTheConnection) },
  options: {
    saved: flagOption(m.theReportThatWasMadeLast),
    format: defaultedOption(wordValue(reportFileFormats, 'FORMAT'), 'json', m.formOfTheFileJSONCSV),
    redact: flagOption(m.leaveOutTheNameOfTheConnection),
    ...outputOptions(m.fileToWriteTheReportInto),
    json: jsonOption,
    data: dataFolderOption,
    ...passphraseOptions
  },
  notes: m.numbersAreThoseOfInferno
})

/** What `populus sign-in` takes. */
export const signInDeclaration = declareCommand({
  name: 'populus sign-in',
  about: m.signsAPersonInAtTheServer,
  positionals: { connection: connectionPositional(m.nameOrIdOfTheConnection) },
  options: { json: jsonOption, data: dataFolderOption, ...passphraseOptions },
  notes: m.theAnswerOfTheServerArrives
})
