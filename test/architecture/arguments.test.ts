import { expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

it('one reader reads the words of command lines', () => {
  const callers = sourceFiles('src-main').filter((file) => /\bparseArgs\(|\bprocess\.argv\b/.test(readSource(file)))
  // The programs hand their words over; whatever else looks at them would have rules and errors of its own.
  const programs = /^src-main\/(?:headless|loopback|index|command\.electron)\.ts$/
  expect(callers.filter((file) => !programs.test(file))).toEqual(['src-main/host/arguments/read-arguments.ts'])
})
