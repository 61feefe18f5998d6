import type { WireError } from '#shared/app-error.ts'

/** Asks for a method to be called; without an `id` nobody waits for its answer. */
export interface CallMessage {
  readonly id?: number
  readonly name: string
  readonly args: readonly unknown[]
  /** Which of the arguments is an AbortSignal; it crosses as an {@link AbortMessage}. */
  readonly signal?: number
}

/** The signal of a call was aborted, with this reason. */
export interface AbortMessage {
  readonly id: number
  readonly abort: WireError
}

/** How a call ended. */
export interface AnswerMessage {
  readonly id: number
  readonly value?: unknown
  readonly error?: WireError
}

function isRecord(message: unknown): message is object {
  return typeof message === 'object' && message !== null
}

/** Whether a message asks for a method to be called. */
export function isCallMessage(message: unknown): message is CallMessage {
  return isRecord(message) && 'name' in message && 'args' in message
}

/** Whether a message aborts a call. */
export function isAbortMessage(message: unknown): message is AbortMessage {
  return isRecord(message) && 'abort' in message
}

/** Whether a message answers a call. */
export function isAnswerMessage(message: unknown): message is AnswerMessage {
  return isRecord(message) && 'id' in message && !('name' in message) && !('abort' in message)
}
