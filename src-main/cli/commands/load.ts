import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { rejectTexts } from '#engine/ingest/reject-texts.ts'
import { resourcesOfSources } from '#engine/store/model/source-counts.ts'
import type { LoadReport, RejectReason, Store } from '#engine/store/model/store.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { loadDeclaration } from '../declarations/load.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus load`: accounts of a load. */
export const loadCommand = defineCommand(loadDeclaration, async ({ values, positionals: { paths } }, io) => {
  const options = {
    passphrase: passphraseSourceOf(values),
    threads: values.cores,
    memory: { asked: values.memory },
    listsFiles: true
  }
  const opened = await openPopulation(paths, io, options)
  if (values.json) io.out(`${JSON.stringify(asJson(opened))}\n`)
  else printText(opened, io)
  // With --json standard output is one object and nothing else.
  const print = (line: string): void => {
    if (values.json) io.err(`${terminalText(line)}\n`)
    else io.out(`${terminalText(line)}\n`)
  }
  for (const { name, reason } of opened.skipped) print(m.leftOut(name, reason))
  if (values.list) listRejects(opened, print)
  await opened.close()
  return exitCode(storeOfFirst(opened).report)
})

function exitCode({ files, rejectCounts }: LoadReport): ExitCode {
  if (files.every(({ stored }) => stored === 0)) return 2
  return Object.keys(rejectCounts).length === 0 ? 0 : 1
}

/** A store that knows what all shards have in common, such as the report. */
function storeOfFirst({ shards }: OpenedPopulation): Store {
  return shards[0]!.store
}

/** Megabytes of text, after decompression, per second. */
function rate(opened: OpenedPopulation): number {
  const { seconds } = opened
  return seconds > 0 ? storeOfFirst(opened).report.bytes / 1e6 / seconds : 0
}

function peakRssMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function asJson(opened: OpenedPopulation): object {
  const store = storeOfFirst(opened)
  const { report } = store
  return {
    ...(opened.incomplete === undefined ? {} : { incomplete: opened.incomplete }),
    types: report.types,
    patients: report.patients,
    ...(store.sources === undefined ? {} : { sources: resourcesOfSources(store) }),
    rejects: report.rejectCounts,
    files: report.files.length,
    bytes: report.bytes,
    seconds: round(opened.seconds, 3),
    mbPerSecond: round(rate(opened), 1),
    ...(opened.shards.length === 1 ? {} : { shards: opened.shards.length }),
    peakRssMb: peakRssMb()
  }
}

function printText(opened: OpenedPopulation, io: CommandIo): void {
  const store = storeOfFirst(opened)
  const { report } = store
  const count = (value: number): string => value.toLocaleString(activeLocale)
  const row = (cells: readonly string[]): string =>
    `${cells[0]!.padEnd(28)}${cells
      .slice(1)
      .map((cell) => cell.padStart(14))
      .join('')}\n`
  io.out(row([m.resourceType, 'read', 'rejected', 'ignored']))
  for (const [type, { resources, rejected, ignored }] of Object.entries(report.types).sort())
    io.out(row([type, count(resources), count(rejected), count(ignored)]))
  io.out(m.patientsFromFilesFHIR(report.patients, report.files.length, report.release))
  for (const { name, people, resources } of resourcesOfSources(store))
    io.out(m.patientsResources(terminalText(name), people, resources))
  for (const [reason, n] of Object.entries(report.rejectCounts)) {
    const { title, meaning, remedy } = rejectTexts[reason as RejectReason]
    io.out(`${m.countOfFinding(title, reason, count(n), meaning, remedy)}\n`)
  }
  if (opened.shards.length > 1) io.out(m.moreThanFitsIntoTheMemory(opened.shards.length))
  io.out(m.sMBSOfFHIRText(round(opened.seconds, 1), round(rate(opened), 0), count(peakRssMb())))
}

function listRejects(opened: OpenedPopulation, print: (line: string) => void): void {
  const store = storeOfFirst(opened)
  const { rejects, rejectsKept, rejectCounts } = store.report
  for (const { file, line, offset, reason, resourceType, path } of rejects) {
    const { title } = rejectTexts[reason]
    const name = store.files[file] ?? ''
    const where = path ?? resourceType
    if (where === undefined) print(m.lineOfFinding(name, line, offset, title))
    else print(m.lineAndWhereOfFinding(name, line, offset, title, where))
  }
  const all = Object.values(rejectCounts).reduce((sum, count) => sum + count, 0)
  if (all > rejectsKept) print(m.andMoreWhichAreCountedBut(all - rejectsKept))
}
