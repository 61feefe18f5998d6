import { expect, it } from 'vitest'
import { imageFile } from '../../../src-renderer/charts/drawing/image-file.ts'

it.each([
  ['data:image/svg+xml;charset=utf-8,%3Csvg%3E%C3%A9%3C%2Fsvg%3E', 'image/svg+xml', '<svg>é</svg>'],
  ['data:image/png;base64,aGVsbG8=', 'image/png', 'hello']
])('a picture is a file with its bytes: %s', async (address, type, text) => {
  const file = imageFile(address)
  expect([file.type, await file.text()]).toEqual([type, text])
})
