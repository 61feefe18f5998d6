import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { declareCommand, type OptionValues } from '../../host/arguments/declaration.ts'
import { defaultedOption, flagOption, listOption, requiredOption, valueOption } from '../../host/arguments/options.ts'
import { onePositional } from '../../host/arguments/positionals.ts'
import { fileValue, folderValue, integerValue, textValue, wordValue } from '../../host/arguments/value-kinds.ts'
import { periodValue } from '../declarations/period.ts'
import {
  asOfOption,
  jsonOption,
  memoryOptions,
  passphraseOptions,
  smallCellOptions
} from '../declarations/shared-options.ts'

/** What clusters are, for the help of all actions. */
export const clusterAbout = m.computesAPopulationOnACluster

/** What a job is asked for. */
const jobOptions = {
  input: listOption(textValue('URI', 's3a://bucket/records'), m.folderOrFileWithTheRecords),
  format: defaultedOption(wordValue(['ndjson', 'parquet', 'delta'], 'FORMAT'), 'ndjson', m.howTheRecordsAreStored),
  column: valueOption(textValue('NAME', 'resource'), m.columnWithTheJSON),
  output: requiredOption(textValue('URI', 's3a://bucket/results'), m.newFolderForTheResults),
  shards: requiredOption(integerValue('N', { min: 1, max: 99_999 }), m.numberOfPartitions),
  period: valueOption(periodValue, m.periodOfTheMeasures),
  'as-of': asOfOption,
  cohort: listOption(fileValue(), m.definitionOfACohort),
  label: defaultedOption(textValue('TEXT', 'Plan'), 'Cluster', m.nameOfThePopulation),
  'time-zone': defaultedOption(textValue('ZONE', 'America/Chicago'), 'UTC', m.timeZoneForMeasures),
  records: defaultedOption(wordValue(['include', 'omit'], 'CHOICE'), 'include', m.whetherTheRecordsAreWritten),
  master: valueOption(textValue('MASTER', 'yarn'), m.masterOfSpark),
  ...smallCellOptions,
  ...passphraseOptions
} as const

/** What `populus cluster pack` takes. */
export const clusterPackDeclaration = declareCommand({
  name: 'populus cluster pack',
  about: m.writesAnArchiveForTheMachines,
  positionals: {},
  options: {
    out: requiredOption(fileValue(), m.theArchiveToWrite),
    force: flagOption(m.replaceTheArchive),
    node: valueOption(fileValue(), m.nodeForLinux)
  }
})

/** What a job gets of its options. */
export type JobValues = OptionValues<typeof jobOptions>

/** What `populus cluster submit` takes. */
export const clusterSubmitDeclaration = declareCommand({
  name: 'populus cluster submit',
  about: m.printsHowTheJobIsGiven,
  positionals: {},
  options: {
    archive: requiredOption(textValue('URI', 's3a://bucket/populus.tar.gz'), m.archiveWhereTheClusterFindsIt),
    databricks: flagOption(m.printAJobForDatabricks),
    ...jobOptions
  }
})

/** What `populus cluster local` takes. */
export const clusterLocalDeclaration = declareCommand({
  name: 'populus cluster local',
  about: m.runsTheJobWithTheSpark,
  positionals: {},
  options: { 'spark-submit': valueOption(fileValue(), m.sparkSubmitToUse), ...jobOptions }
})

/** What `populus cluster status` takes. */
export const clusterStatusDeclaration = declareCommand({
  name: 'populus cluster status',
  about: m.saysHowFarARunIs,
  positionals: { output: onePositional(folderValue('OUTPUT')) },
  options: { json: jsonOption }
})

/** What `populus cluster results` takes. */
export const clusterResultsDeclaration = declareCommand({
  name: 'populus cluster results',
  about: m.printsWhatARunCameTo,
  positionals: { output: onePositional(folderValue('OUTPUT')) },
  options: { json: jsonOption }
})

/** What `populus shard` takes. */
export const shardDeclaration = declareCommand({
  name: 'populus shard',
  about: m.whatProcessesOnAClusterDo,
  positionals: { step: onePositional(wordValue(['build', 'merge', 'rules']), { description: m.theStep }) },
  options: { measures: listOption(textValue('PATH', 'measures'), m.measureBundlePackOrFolder), ...memoryOptions }
})
