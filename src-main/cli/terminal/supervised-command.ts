import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { notifier, serve } from '#engine/base/threads/rpc.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { EffectivePolicies } from '#shared/policy/effective-policies.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { removeDraft } from '../../storage/files/drafts.ts'
import { fixedPolicies } from '../../ports/fixed-policies.ts'
import { starterPort, startNodeThread } from '../../host/threads/node-thread.ts'
import type { BegunIntent, CommandEntry, CommandIo, ExitCode } from './command.ts'
import { endingSignals, guardDrafts } from './draft-guard.ts'
import { printFailure, runCommand, runGuarded } from './run-command.ts'

/** What a thread is started with to run a command. */
export interface CommandTask {
  readonly task: 'command'
  readonly name: string
  readonly args: readonly string[]
  readonly io: Pick<CommandIo, 'terminal' | 'piped' | 'resources'> & { readonly entry: string }
  /** As the program that started the thread read them. */
  readonly policies: EffectivePolicies
}

/** What the thread of a command tells the one that supervises it. */
interface CommandHost extends Required<
  Pick<CommandIo, 'out' | 'err' | 'limit' | 'recording' | 'begun' | 'ended' | 'drafted' | 'settled' | 'resumable'>
> {
  /** The command has ended. */
  finished(code: ExitCode): void
}

/** Runs a command in this thread for the one that started it. */
export async function serveCommand(
  { name, args, io, policies }: CommandTask,
  commands: readonly CommandEntry[]
): Promise<void> {
  const host = notifier<CommandHost>(starterPort())
  const command = defined(commands.find((item) => item.name === name))
  const code = await runCommand(await command.load(), args, {
    ...io,
    policies: fixedPolicies(policies),
    out: host.out,
    err: host.err,
    limit: host.limit,
    recording: host.recording,
    begun: host.begun,
    ended: host.ended,
    drafted: host.drafted,
    settled: host.settled,
    resumable: host.resumable
  })
  host.finished(code)
}

/** Records that something which was begun did not finish. */
export type RecordUnfinished = (intents: readonly BegunIntent[], error: unknown, io: CommandIo) => Promise<void>

/**
 * Runs a command in a thread of its own, which is ended by Ctrl-C, another signal, or when a limit of the command is over. The
 * drafts of one that was ended are removed.
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
  if (entry === undefined) return runGuarded(await command.load(), args, io)
  const { terminal, piped = false, resources } = io
  const task: CommandTask = {
    task: 'command',
    name: command.name,
    args,
    io: { terminal, piped, resources, entry },
    policies: io.policies.current()
  }
  const thread = startNodeThread(entry, task)
  const { promise, resolve, reject } = Promise.withResolvers<ExitCode>()
  const intents = new Map<number, BegunIntent>()
  const drafts = guardDrafts(io)
  let record: PromiseWithResolvers<void> | undefined
  let resumable: string | undefined
  let deadline: NodeJS.Timeout | undefined
  serve(thread, {
    out: (text) => io.out(text),
    err: (text) => io.err(text),
    limit(seconds, what) {
      deadline = setTimeout(() => reject(overTime(seconds, what)), seconds * 1000)
    },
    recording(isWriting) {
      record?.resolve()
      record = isWriting ? Promise.withResolvers() : undefined
    },
    begun: (intent) => void intents.set(intent.seq, intent),
    ended: (seq) => void intents.delete(seq),
    drafted: (path) => drafts.drafted(path),
    settled: (path) => drafts.settled(path),
    resumable: (path) => void (resumable = path),
    finished: resolve
  } satisfies CommandHost)
  thread.onFailure((cause) => {
    record?.resolve()
    reject(cause)
  })
  let isGivenUp = false
  const cancel = (signal: NodeJS.Signals): void => {
    // Other signals come when a computer or a session ends, after which somebody wants to go on.
    isGivenUp = signal === 'SIGINT'
    reject(new AppError('cancelled', m.cancelled))
  }
  for (const signal of endingSignals) process.once(signal, cancel)
  try {
    return await promise
  } catch (error) {
    // A record that is being written is finished first; what the thread had to tell has arrived when it has ended.
    await record?.promise
    await thread.terminate()
    drafts.removeNow()
    if (isGivenUp && resumable !== undefined) removeDraft(resumable)
    if (terminal) io.err('\r\u001b[K')
    await recordUnfinished([...intents.values()], error, io)
    return printFailure(error, args, io)
  } finally {
    clearTimeout(deadline)
    for (const signal of endingSignals) process.off(signal, cancel)
    await thread.terminate()
  }
}

function overTime(seconds: number, what: string): AppError {
  return new AppError(
    'not-allowed',
    m.wasStoppedAfterAskForLess(
      what,
      seconds === 1 ? m.n1Second : m.secondsSeconds(seconds.toLocaleString(activeLocale))
    ),
    { reason: 'limit', retryable: true }
  )
}
