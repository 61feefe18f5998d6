import { expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { Answer } from '../../../src-renderer/state/feedback/answer.svelte.ts'

it('has the last answer, also while and after another question fails, and says why', async () => {
  const answer = new Answer<number>()
  expect([answer.value, answer.error]).toEqual([undefined, undefined])
  await answer.ask(async () => 1)
  expect([answer.value, answer.error]).toEqual([1, undefined])
  await answer.ask(() => Promise.reject(new AppError('not-allowed', 'No.')))
  expect([answer.value, answer.error?.message]).toEqual([1, 'No.'])
  await answer.ask(async () => 2)
  expect([answer.value, answer.error]).toEqual([2, undefined])
})

it('leaves out what comes after a later question was asked', async () => {
  const answer = new Answer<string>()
  const first = Promise.withResolvers<string>()
  const failing = Promise.withResolvers<string>()
  const asked = [answer.ask(() => first.promise), answer.ask(() => failing.promise), answer.ask(async () => 'third')]
  await asked[2]
  first.resolve('first')
  failing.reject(new AppError('internal', 'Too late.'))
  await Promise.all(asked)
  expect([answer.value, answer.error]).toEqual(['third', undefined])
})
