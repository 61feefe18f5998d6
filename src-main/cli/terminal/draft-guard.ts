import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { removeDraft } from '../../storage/files/drafts.ts'
import type { CommandIo } from './command.ts'
import { terminalText } from './terminal-text.ts'

/** Signals that end a program which does not listen to them. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const

/** Knows the drafts of a command, which hold results in the clear, so that none outlives it. */
export interface DraftGuard extends Required<Pick<CommandIo, 'drafted' | 'settled'>> {
  /** Removes the drafts of a command that was ended and writes no more. */
  removeNow(): void
}

/**
 * Guards the drafts of one command: from the first one on, the end of this process removes them, by a signal, too. A signal
 * that something else listens to is left to that.
 */
export function guardDrafts(io: Pick<CommandIo, 'err'>): DraftGuard {
  const drafts = new Set<string>()

  function removeNow(): void {
    for (const path of drafts) {
      settled(path)
      if (!removeDraft(path)) io.err(m.anUnfinishedFileIsLeft(terminalText(path)))
    }
  }

  function onSignal(signal: NodeJS.Signals): void {
    if (process.listenerCount(signal) === 1) process.exit(130)
  }

  function drafted(path: string): void {
    if (drafts.size === 0) {
      process.on('exit', removeNow)
      // Being the first to hear, it sees those who listen once.
      for (const signal of endingSignals) process.prependListener(signal, onSignal)
    }
    drafts.add(path)
  }

  function settled(path: string): void {
    drafts.delete(path)
    if (drafts.size > 0) return
    process.off('exit', removeNow)
    for (const signal of endingSignals) process.off(signal, onSignal)
  }

  return { drafted, settled, removeNow }
}
