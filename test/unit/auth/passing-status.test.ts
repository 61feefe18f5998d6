import { expect, it } from 'vitest'
import { mayPass, saysLater } from '../../../src-main/auth/passing-status.ts'

it('a status says later, may pass, or stays as it is', () => {
  const statuses = [200, 202, 400, 404, 429, 500, 501, 502, 503, 504, 507]
  expect(statuses.filter(saysLater)).toEqual([429, 502, 503, 504])
  expect(statuses.filter(mayPass)).toEqual([429, 500, 502, 503, 504, 507])
})
