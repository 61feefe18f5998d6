import { afterAll, beforeAll, expect, vi } from 'vitest'
import { handlesLeftOpen } from './open-handles.ts'

// Files of tests follow each other in one process, so that each module is read and compiled once. None of them may leave
// anything behind that the next one would find.

/** What a file could change for the files that follow it, by a name for the message. */
function processState(): Readonly<Record<string, unknown>> {
  return {
    'environment variables': { ...process.env },
    'working directory': process.cwd(),
    'command line': [...process.argv],
    'exit code': process.exitCode,
    platform: process.platform,
    // Svelte and compiled libraries put helpers there, once and for all, when they are loaded.
    'global names': Object.getOwnPropertyNames(globalThis)
      .filter((name) => !/^[$_]/.test(name))
      .toSorted(),
    'global functions': [fetch, setTimeout, Date, Math.random, crypto, structuredClone],
    'listeners of the process': process.eventNames().map((name) => [name, process.listenerCount(name)]),
    'clock of the test': vi.isFakeTimers()
  }
}

let before: ReturnType<typeof processState>

beforeAll(() => {
  before = processState()
})

afterAll(async () => {
  expect(await handlesLeftOpen(), 'File handles that this file of tests leaves open').toEqual([])
  expect(processState(), 'What this file of tests leaves behind').toEqual(before)
})
