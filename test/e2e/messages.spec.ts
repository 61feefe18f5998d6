import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { openShell } from './shells.ts'

/** What is in no catalog by intent: keys of the keyboard, names of products, standards, systems and formats, and examples. */
const notTranslated =
  /\b(?:Ctrl K|\d[\d.,]* ?(?:GB|MB|kB)|linux|darwin|win32|root|done|browser|populus|Populus|LOINC|SNOMED CT|ICD-10-CM|syslog\S*|https?:\S+|Apache-2\.0|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+, \d+|UTC|sha-?256)\b/gi

/** Texts of the page, with the names that are read out, that have a word without accents. */
async function plainTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode() !== null) {
      const { parentElement, textContent } = walker.currentNode
      if (parentElement?.closest('script, style, noscript, code') === null) found.push(textContent ?? '')
    }
    for (const name of ['aria-label', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name) ?? '')
    }
    return found
  })
  return [...new Set(texts)].filter((text) => /[A-Za-z]{3,}/.test(text.replace(notTranslated, '')))
}

test('every text of the window comes from a catalog', async ({ shell, browserStarter }) => {
  test.skip(shell !== 'loopback', 'the pseudo-locale is asked for by the environment of the browser host')
  const settings = { runMeasures: false }
  const opened = await openShell(browserStarter, { shell, openPaths: [], settings, locale: 'en-XA' })
  if (opened === undefined) return
  const { page } = opened
  try {
    await expect(page.locator('html')).toHaveAttribute('lang', 'en-XA')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Šţáŕţ ŵíţĥ đáţá')
    expect(await plainTexts(page)).toEqual([])
    for (const title of ['Çóññéçţíóñš', 'Šéţţíñĝš']) {
      await page.getByRole('navigation').getByRole('link', { name: title }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
      expect(await plainTexts(page), title).toEqual([])
    }
  } finally {
    await opened.close()
  }
})
