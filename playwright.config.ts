import { defineConfig } from '@playwright/test'
import { expectationTimeout } from './test/e2e/expectations.ts'
import type { Shell } from './test/e2e/shells.ts'

export default defineConfig<{ shell: Shell }>({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'a11y/**/*.spec.ts'],
  outputDir: 'test-results',
  fullyParallel: true,
  // One more than there are processors to count on: a page often waits for its host.
  workers: 3,
  // Only what hangs may reach these, also on a computer that has much else to do.
  timeout: 600_000,
  expect: { timeout: expectationTimeout },
  forbidOnly: true,
  reporter: [['list']],
  // What a failed test saw; the people are invented.
  use: { screenshot: 'only-on-failure' },
  projects: [
    { name: 'loopback', use: { shell: 'loopback' } },
    { name: 'electron', use: { shell: 'electron' }, testMatch: ['e2e/**/*.spec.ts'] }
  ]
})
