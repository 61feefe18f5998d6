import { cliDeclarationsSecurityMessages as m } from '#messages/cli/declarations/security.ts'
import { cliDeclarationsMessages as general } from '#messages/cli/declarations.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { PublisherKey } from '#shared/governance/file-signature.ts'
import { declareCommand } from '../../host/arguments/declaration.ts'
import { listOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { flagOption } from '../../host/arguments/options.ts'
import { manyPositionals, onePositional } from '../../host/arguments/positionals.ts'
import { fileValue, populationValue, textValue, type ValueKind } from '../../host/arguments/value-kinds.ts'
import {
  asOfOption,
  jsonOption,
  memoryOptions,
  outputOptions,
  passphraseOptions,
  smallCellOptions
} from './shared-options.ts'

const dataOptions = {
  'as-of': asOfOption,
  ...memoryOptions,
  ...smallCellOptions,
  ...passphraseOptions
} as const

const packOptions = {
  pack: requiredOption(fileValue(), m.aPackOneThatWas),
  seal: valueOption(textValue('SEAL', '0f'), m.theSealThatTheSender)
} as const

/** What packs are, for the help of all actions. */
export const packAbout = m.sharesFiguresWithoutPeopleA

/** What `populus pack make` takes. */
export const packMakeDeclaration = declareCommand({
  name: 'populus pack make',
  about: m.countsAndWritesThePack,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    series: requiredOption(textValue('NAME', 'network-diabetes'), m.packsOfOneSeriesAre),
    out: requiredOption(fileValue(), m.writeThePackToThis),
    force: flagOption(general.replaceTheFileOfOut),
    cohort: listOption(fileValue(), m.aCohortThatGoesIntoThe),
    earlier: listOption(fileValue(), m.aPackOfTheSeries),
    json: jsonOption,
    ...dataOptions
  },
  notes: m.examplePopulusPackMakeExports
})

/** What `populus pack compare` takes. */
export const packCompareDeclaration = declareCommand({
  name: 'populus pack compare',
  about: m.countsThePackSQuestions,
  positionals: { paths: manyPositionals(populationValue()) },
  options: {
    ...packOptions,
    json: jsonOption,
    ...outputOptions(m.writeAllAggregatesToThis),
    ...dataOptions
  }
})

/** What `populus pack show` takes. */
export const packShowDeclaration = declareCommand({
  name: 'populus pack show',
  about: m.printsWhatAPackHolds,
  positionals: {},
  options: { ...packOptions, json: jsonOption, ...passphraseOptions }
})

const publicKeyValue: ValueKind<string> = {
  ...textValue('KEY', '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'),
  dashed: /^-[\w-]{42}$/,
  read(text, label) {
    const key = v.safeParse(PublisherKey, text)
    if (!key.success) throw new AppError('invalid-input', m.isNoPublicKey(label))
    return key.output
  }
}

/** What `populus pack key` takes. */
export const packKeyDeclaration = declareCommand({
  name: 'populus pack key',
  about: m.makesTheKeyOfAPublisher,
  positionals: {},
  options: {
    out: requiredOption(fileValue(), m.fileForThePrivateKey),
    force: flagOption(general.replaceTheFileOfOut),
    json: jsonOption
  }
})

/** What `populus pack sign` takes. */
export const packSignDeclaration = declareCommand({
  name: 'populus pack sign',
  about: m.signsAFileForOthers,
  positionals: { file: onePositional(fileValue('FILE'), { description: m.theFileToSign }) },
  options: {
    key: requiredOption(fileValue(), m.thePrivateKeyOfPackKey),
    ...outputOptions(m.fileForTheSignature),
    json: jsonOption
  }
})

/** What `populus pack verify` takes. */
export const packVerifyDeclaration = declareCommand({
  name: 'populus pack verify',
  about: m.saysWhoSignedAFile,
  positionals: { file: onePositional(fileValue('FILE'), { description: m.theFileToVerify }) },
  options: { trusted: listOption(publicKeyValue, m.publicKeyThatIsTrusted), json: jsonOption, ...passphraseOptions },
  notes: m.exitCodesOfVerify
})
