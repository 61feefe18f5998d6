import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attempt } from './attempt.ts'

/** A change that would hurt users, with the smallest set of test files that has to notice it. */
export interface AimedMutation {
  readonly name: string
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** Empty for a change that is equivalent. */
  readonly tests: readonly string[]
  /** Why no test can notice it: the changed program does the same. */
  readonly equivalent?: string
}

/** The reviewed list `aimed.json`. */
export function readAimedMutations(): readonly AimedMutation[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'aimed.json'), 'utf8')) as readonly AimedMutation[]
}

/** The text with a change in it; undefined when the change does not fit the text. */
export function applyAimed(text: string, { find, replace }: AimedMutation): string | undefined {
  const parts = text.split(find)
  return parts.length === 2 ? parts.join(replace) : undefined
}

/** Every aimed change that a test can notice. */
export function aimedAttempts(mutations: readonly AimedMutation[]): Attempt[] {
  return mutations
    .filter(({ equivalent }) => equivalent === undefined)
    .map((mutation) => ({
      title: `${mutation.name} (${mutation.file})`,
      file: mutation.file,
      change: (text) => applyAimed(text, mutation),
      tests: mutation.tests
    }))
}
