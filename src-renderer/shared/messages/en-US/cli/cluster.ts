import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted, plural } from '../../plural.ts'

/** Texts of the commands that work with a cluster. */
export const cliClusterMessages = catalog({
  theInputIsNoneOfACluster:
    'The input is none that a cluster sends to this command. Start it by the job that comes with this version of Populus.',
  theInputEndedEarly: 'The input ended before everything had come. Nothing was computed; the cluster tries again.',
  theClusterHasAnotherVersion:
    'The cluster works with another version of Populus. Pack this version with "populus cluster pack", and run the job again.',
  processOneShardOfAPopulation: 'Process one part of a population for a cluster',
  resultsOfACluster: 'results of a cluster in files',
  runAPopulationOnACluster: 'Compute a population on a cluster of Apache Spark',
  computesAPopulationOnACluster:
    'Computes registries, measures, risk and cohorts of a population whose records are on a cluster of Apache Spark 4, by the same program on its machines (docs/cluster.md).',
  folderOrFileWithTheRecords: 'folder or file with the records, on any file system that Spark reads',
  howTheRecordsAreStored: 'how the records are stored: NDJSON (also compressed), Parquet or Delta',
  columnWithTheJSON:
    'column with the JSON of each resource in Parquet or Delta (default: resource, json or value; without such a column each row is a resource)',
  newFolderForTheResults: 'new folder for what the run writes. It will hold health data that are not encrypted',
  whetherTheRecordsAreWritten:
    'whether the output gets the records as they were received, compressed, so that the window can show one of them',
  numberOfPartitions: 'number of partitions, about one for 10,000 people',
  periodOfTheMeasures:
    'a year, or its first and last day as 2026-01-01..2026-12-31, for measures; without it none are evaluated',
  definitionOfACohort: 'a definition of a cohort to count, as the Cohorts screen writes it',
  nameOfThePopulation: 'name of the population in results',
  timeZoneForMeasures: 'time zone for measures',
  masterOfSpark: 'master of Spark, such as yarn',
  writesAnArchiveForTheMachines:
    'Writes an archive with this program and Node for the machines of a cluster. It holds no data.',
  theArchiveToWrite: 'the archive to write, such as populus.tar.gz',
  replaceTheArchive: 'replace an archive of this name',
  nodeForLinux: 'a Node 24 for Linux, to pack on another system',
  printsHowTheJobIsGiven: 'Prints the command that gives the job to a cluster. Nothing is run.',
  archiveWhereTheClusterFindsIt: 'the archive of "populus cluster pack", where the cluster finds it',
  printAJobForDatabricks: 'print a job for the Databricks Jobs API in place of a command for spark-submit',
  runsTheJobWithTheSpark: 'Runs the job with the Spark of this computer.',
  sparkSubmitToUse: 'the spark-submit to use (default: that of SPARK_HOME, else the one on the path)',
  saysHowFarARunIs: 'Says how far the run is that writes to a folder.',
  printsWhatARunCameTo: 'Prints what a run came to: people in registries, and rates of measures.',
  whatProcessesOnAClusterDo:
    'What processes on a cluster do with frames on their standard input and output. The job that comes with Populus starts them; see "populus cluster".',
  theStep:
    'build reads the records of one partition, and writes its columns and results; merge joins those of all partitions; rules prints how records are routed to partitions',
  measureBundlePackOrFolder: 'measure bundle, pack or folder (default: the built-in measures)',
  nameTheRecords: 'Name the records with --input.',
  buildTheProgramFirst: 'The program is not built. Run "npm run build" first, and pack it then.',
  nameANodeForLinux: 'The machines of a cluster run Linux. Name a Node 24 for Linux with --node.',
  packed: (files: number) =>
    `${counted(files, 'file', 'files')} packed. Copy the archive to where the cluster finds it.\n`,
  yourRoleShowsSomeAndRuns:
    'Your role shows some of the people only, and a run of "populus cluster" is about everybody. Ask somebody whose role shows all people.',
  thereIsNoRunThere: 'The folder has no run of "populus cluster", or none of this version. Check its name.',
  readingRecords: 'Reading',
  buildingPartitions: 'Building partitions',
  joiningPartitions: 'Joining partitions',
  runDone: 'Done',
  runFailed: 'Failed',
  runIs: (state: Text, built: number, shards: number, people: number | undefined) =>
    `${state}: ${built} of ${shards} partitions${people === undefined ? '' : `, ${people} people`}`,
  peopleOn: (people: number, asOf: Text) => `${people} ${plural(people, 'person', 'people')} on ${asOf}`,
  notShown: 'not shown',
  thisProgramCannotBeStartedAgain:
    'This program cannot start itself on executors. Use the populus command of an installation.',
  aSparkOnAnotherComputer: 'a Spark master on another computer',
  filesOnAnotherComputer: 'files on another computer',
  theFolderWillHoldHealthData:
    'The folder will hold health data that are not encrypted. Keep it where only authorized people can read it.\n',
  sparkCanceled:
    'Canceled. Spark has ended, and nothing of the run is a result. Delete the folder of --output, or name a new one, to run it again.',
  sparkCannotBeStarted:
    'Spark cannot be started. Install Apache Spark 4, and name its spark-submit with --spark-submit or set SPARK_HOME.',
  sparkEndedWith: (code: number) =>
    `Spark ended with code ${code}. Its log on standard error says in which step; nothing of the run is a result.`,
  aFileOfCohortCannotBeRead: 'A file of --cohort cannot be read here. Check its name and who may read it.'
})
