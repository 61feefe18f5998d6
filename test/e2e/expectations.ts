import { expect as asked, type Locator } from '@playwright/test'

interface Waiting {
  readonly timeout?: number
}

/** How long an expectation waits unless it says so itself, in milliseconds: only what hangs may reach it. */
export const expectationTimeout = 120_000

interface Verdict {
  readonly pass: boolean
  readonly message: () => string
}

/**
 * What an expectation of Playwright says of what a locator finds.
 * @param isNot whether the opposite is expected; the runner turns the verdict around then
 * @param awaited what will be there, in which state, when the expectation is met; undefined where that cannot be said
 * @param ask asks the expectation, which waits for so many milliseconds
 */
async function verdictOf(
  isNot: boolean,
  awaited: { readonly there: Locator; readonly state: 'visible' | 'attached' } | undefined,
  { timeout = expectationTimeout }: Waiting,
  ask: (timeout: number) => Promise<void>
): Promise<Verdict> {
  let hasWaited = false
  if (awaited !== undefined && !isNot)
    try {
      await awaited.there.waitFor({ state: awaited.state, timeout })
    } catch {
      // The expectation, which is asked in any case, says better what is there instead.
      hasWaited = true
    }
  try {
    await ask(hasWaited ? 1 : timeout)
    return { pass: !isNot, message: () => '' }
  } catch (error) {
    const waited = hasWaited ? `\nIt did not come within ${timeout} ms.` : ''
    return { pass: isNot, message: () => `${error instanceof Error ? error.message : String(error)}${waited}` }
  }
}

/**
 * Playwright's expectations. Whenever one of them asks in vain it describes the page for its message, which takes longer than
 * all the rest of asking. Those that mostly wait for something to come look for it without a description first.
 */
export const expect = asked.extend({
  toBeVisible(locator: Locator, options: Waiting = {}) {
    const expectation = this.isNot ? asked(locator).not : asked(locator)
    return verdictOf(this.isNot, { there: locator, state: 'visible' }, options, (timeout) =>
      expectation.toBeVisible({ timeout })
    )
  },

  toContainText(locator: Locator, expected: string | RegExp | readonly (string | RegExp)[], options: Waiting = {}) {
    const expectation = this.isNot ? asked(locator).not : asked(locator)
    const awaited =
      typeof expected === 'string' || expected instanceof RegExp
        ? ({ there: locator.filter({ hasText: expected }), state: 'attached' } as const)
        : undefined
    return verdictOf(this.isNot, awaited, options, (timeout) => expectation.toContainText(expected, { timeout }))
  }
})
