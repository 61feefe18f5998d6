import { parentPort, Worker } from 'node:worker_threads'
import { AppError } from '#shared/app-error.ts'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { fixedPolicies } from '../../ports/fixed-policies.ts'
import type { BegunIntent, CommandEntry, CommandIo, ExitCode } from './command.ts'
import { printFailure, runCommand } from './run-command.ts'

/** What a thread is started with to run a command. */
export interface CommandTask {
  readonly task: 'command'
  readonly name: string
  readonly args: readonly string[]
  readonly io: Pick<CommandIo, 'terminal' | 'piped' | 'resources'> & { readonly entry: string }
  /** As the program that started the thread read them. */
  readonly policies: EffectivePolicies
}

type FromThread =
  | { readonly out: string }
  | { readonly err: string }
  | { readonly limit: number; readonly what: string }
  | { readonly recording: boolean }
  | { readonly begun: BegunIntent }
  | { readonly ended: number }
  | { readonly code: ExitCode }

/** Runs a command in this thread for the one that started it. */
export async function serveCommand(
  { name, args, io, policies }: CommandTask,
  commands: readonly CommandEntry[]
): Promise<void> {
  const tell = (message: FromThread): void => parentPort?.postMessage(message)
  const command = commands.find((item) => item.name === name)!
  const code = await runCommand(await command.load(), args, {
    ...io,
    policies: fixedPolicies(policies),
    out: (out) => tell({ out }),
    err: (err) => tell({ err }),
    limit: (limit, what) => tell({ limit, what }),
    recording: (recording) => tell({ recording }),
    begun: (begun) => tell({ begun }),
    ended: (ended) => tell({ ended })
  })
  tell({ code })
}

/** Records that something which was begun did not finish. */
export type RecordUnfinished = (intents: readonly BegunIntent[], error: unknown, io: CommandIo) => Promise<void>

/**
 * Runs a command in a thread of its own, which is ended by Ctrl-C, SIGTERM, or when a limit of the command is over.
 * @param recordUnfinished called after the thread was ended, with what it had begun
 * @returns the exit code
 */
export async function superviseCommand(
  command: CommandEntry,
  args: readonly string[],
  io: CommandIo,
  recordUnfinished: RecordUnfinished
): Promise<ExitCode> {
  const { entry } = io
  if (entry === undefined) return runCommand(await command.load(), args, io)
  const { terminal, piped = false, resources } = io
  const task: CommandTask = {
    task: 'command',
    name: command.name,
    args,
    io: { terminal, piped, resources, entry },
    policies: io.policies.current()
  }
  const worker = new Worker(entry, { workerData: task })
  const { promise, resolve, reject } = Promise.withResolvers<ExitCode>()
  const intents = new Map<number, BegunIntent>()
  let record: PromiseWithResolvers<void> | undefined
  let deadline: NodeJS.Timeout | undefined
  worker.on('message', (message: FromThread) => {
    if ('out' in message) io.out(message.out)
    else if ('err' in message) io.err(message.err)
    else if ('recording' in message) {
      record?.resolve()
      record = message.recording ? Promise.withResolvers() : undefined
    } else if ('begun' in message) intents.set(message.begun.seq, message.begun)
    else if ('ended' in message) intents.delete(message.ended)
    else if ('code' in message) resolve(message.code)
    else deadline = setTimeout(() => reject(overTime(message.limit, message.what)), message.limit * 1000)
  })
  worker.on('error', reject)
  worker.on('exit', () => {
    record?.resolve()
    reject(new Error('The thread of the command ended without a word.'))
  })
  const cancel = (): void => reject(new AppError('cancelled', 'Cancelled.'))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    return await promise
  } catch (error) {
    // A record that is being written is finished first; what the thread had to tell has arrived when it has ended.
    await record?.promise
    await worker.terminate()
    if (terminal) io.err('\r\u001b[K')
    await recordUnfinished([...intents.values()], error, io)
    return printFailure(error, command.name, args, io)
  } finally {
    clearTimeout(deadline)
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
    await worker.terminate()
  }
}

function overTime(seconds: number, what: string): AppError {
  return new AppError(
    'not-allowed',
    `${what} was stopped after ${seconds === 1 ? '1 second' : `${seconds.toLocaleString('en-US')} seconds`}. Ask for less, or raise --timeout.`,
    { reason: 'limit', retryable: true }
  )
}

/**
 * Reads the value of `--timeout`.
 * @returns seconds
 * @throws AppError `invalid-input`
 */
export function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new AppError('invalid-input', '--timeout takes seconds, from 1 to 999999.')
}
