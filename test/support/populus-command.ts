import { join, resolve } from 'node:path'
import { runCommandLine } from '../../src-main/cli/command-line.ts'
import type { CliCommand, CommandIo, ExitCode } from '../../src-main/cli/terminal/command.ts'
import { terminalMessage } from '../../src-main/cli/terminal/terminal-text.ts'
import { unmanaged } from './policies.ts'

/**
 * A program of the checkout, for tests that have to start it as a process of its own: as it was built where the run of all
 * tests has just done so, which starts in half of the time, and else from its source.
 * @returns absolute path
 */
export function programFile(name: 'headless' | 'loopback'): string {
  const built = process.env['POPULUS_TEST_PROGRAMS']
  return built === undefined ? resolve(import.meta.dirname, `../../src-main/${name}.ts`) : join(built, `${name}.js`)
}

/** The program behind the command; see {@link programFile}. */
export const headlessProgram = programFile('headless')

const resources = resolve(import.meta.dirname, '../../resources')

/** How a command ended, and everything that it printed. */
export interface CommandOutcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/**
 * Runs a command line in this process, on a computer that nobody manages and without threads, so that a test pays neither
 * for the start of Node nor for loading the program.
 * @param env variables that are set for the duration of the command
 */
export async function runPopulus(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {}
): Promise<CommandOutcome> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, env)
  let out = ''
  let err = ''
  try {
    const code = await runCommandLine(words, {
      out: (text) => void (out += text),
      err: (text) => void (err += terminalMessage(text)),
      terminal: false,
      piped: true,
      policies: unmanaged,
      resources
    })
    return { code, out, err }
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
  }
}

/** Runs a command without the check of roles that the command line puts before it. @throws what the command throws */
export async function runDirectly(command: CliCommand, words: readonly string[], io: CommandIo): Promise<ExitCode> {
  return command.read(words).run(io)
}
