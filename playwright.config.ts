import { defineConfig } from '@playwright/test'
import type { Shell } from './test/e2e/shells.ts'

export default defineConfig<{ shell: Shell }>({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'a11y/**/*.spec.ts'],
  outputDir: 'test-results',
  fullyParallel: true,
  // One more than there are processors to count on: a page often waits for its host.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  reporter: [['list']],
  projects: [
    { name: 'loopback', use: { shell: 'loopback' } },
    { name: 'electron', use: { shell: 'electron' }, testMatch: ['e2e/**/*.spec.ts'] }
  ]
})
