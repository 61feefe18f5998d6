import { createSubscriber } from 'svelte/reactivity'
import { readTokens } from '../model/chart-tokens.ts'
import { cssColor } from './css-color.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

const queries = ['(forced-colors: active)', '(prefers-contrast: more)', '(prefers-color-scheme: dark)']

let cached: ChartTokens | undefined

const subscribe = createSubscriber((update) => {
  const refresh = (): void => {
    cached = undefined
    update()
  }
  const lists = queries.map((query) => matchMedia(query))
  for (const list of lists) list.addEventListener('change', refresh)
  const observer = new MutationObserver(refresh)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    for (const list of lists) list.removeEventListener('change', refresh)
    observer.disconnect()
    cached = undefined
  }
})

function read(): ChartTokens {
  const probe = document.createElement('span')
  probe.hidden = true
  // Without this the browser would answer with the text color for every token under forced colors.
  probe.style.setProperty('forced-color-adjust', 'none')
  document.body.append(probe)
  const hatched = matchMedia('(forced-colors: active)').matches
  const tokens = readTokens(cssColor(probe), getComputedStyle(document.body).fontFamily, hatched)
  probe.remove()
  return tokens
}

/** Makes the calling effect run again when theme, contrast or forced colors change, without reading what they are now. */
export function followAppearance(): void {
  subscribe()
}

/** The colors and the face in force. Reading them first takes time where styles have just changed. */
export function appearance(): ChartTokens {
  return (cached ??= read())
}

/** The same, read afresh: for paper, which is light whatever the screen is. */
export function appearanceNow(): ChartTokens {
  return read()
}
