import { describe, expect, it, vi } from 'vitest'
import { newBoard } from '#engine/boards/board.ts'
import { boardTemplates } from '#engine/boards/board-templates.ts'
import type { PresetBoard } from '#shared/contract/drafts.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { BoardsState } from '../../../src-renderer/state/boards/boards.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'
import { draftDisk, editorApp, type DraftDisk } from '../screens/editors/editor-app.ts'

const source: FigureSource = { of: 'population', panel: 'overview', params: {}, figure: 'chronic' }

async function opened(disk: DraftDisk, presets: readonly PresetBoard[] = []) {
  const { drafts } = await editorApp(disk, {})
  const transport = fakeTransport({ 'boards.presets': () => [...presets] })
  return { drafts, boards: new BoardsState({ transport, drafts, toasts: new Toasts() }) }
}

describe('boards', () => {
  it('are there again after a start, with what was pinned and in order of title', async () => {
    const disk = draftDisk()
    const { drafts, boards } = await opened(disk)
    boards.create('Quality')
    const board = boards.pin(boards.create('Diabetes'), { source, title: 'Chronic conditions' })
    boards.pin(board, { source: { ...source, figure: 'key:people' }, title: 'People' })
    await drafts.flush()
    const { boards: again } = await opened(disk)
    expect(again.list.map(({ title }) => title)).toEqual(['Diabetes', 'Quality'])
    expect(again.find(board.id)?.items.map(({ place }) => place)).toEqual([
      { x: 0, y: 0, width: 6, height: 5 },
      { x: 6, y: 0, width: 3, height: 2 }
    ])
    // Data that have no such figure do not say what it is called.
    expect(again.find(board.id)?.items.map((item) => item.kind === 'figure' && item.label)).toEqual([
      'Chronic conditions',
      'People'
    ])
  })

  it('begin with a template as often as somebody wants, each under a title of its own, and are read again', async () => {
    const disk = draftDisk()
    const { drafts, boards } = await opened(disk)
    const [template] = boardTemplates
    const [first, second] = [boards.begin(template!), boards.begin(template!)]
    expect([first.title, second.title]).toEqual(['Quality meeting', 'Quality meeting 2'])
    expect(first.items.map((item) => item.kind === 'figure' && item.source)).toEqual(
      template!.figures.map((figure) => figure.source)
    )
    await drafts.flush()
    const { boards: again } = await opened(disk)
    expect(again.find(second.id)).toEqual(second)
  })

  it('are gone when they were deleted', async () => {
    const disk = draftDisk()
    const { drafts, boards } = await opened(disk)
    const { id } = boards.create('Quality')
    await drafts.flush()
    boards.remove(id)
    await vi.waitFor(() => expect(disk.drafts.size).toBe(0))
  })

  it('of the organization stand next to one’s own, and copies of them can be changed', async () => {
    const id = `preset${'a'.repeat(24)}`
    const preset = { id, text: JSON.stringify(newBoard(id, 'House board')) }
    const { boards } = await opened(draftDisk(), [preset])
    boards.create('Own')
    await vi.waitFor(() => expect(boards.list.map(({ title }) => title)).toEqual(['House board', 'Own']))
    expect([boards.isPreset(id), boards.own.map(({ title }) => title)]).toEqual([true, ['Own']])
    const copy = boards.duplicate(boards.find(id)!)
    expect([boards.isPreset(copy.id), copy.title]).toEqual([false, 'House board, copy'])
  })

  it('of a file get an id of their own', async () => {
    const { boards } = await opened(draftDisk())
    const board = boards.create('Quality')
    expect(boards.add(board).id).not.toBe(board.id)
    expect(boards.list).toHaveLength(2)
  })

  it('offer each figure of the screen once', async () => {
    const { boards } = await opened(draftDisk())
    const leave = boards.show({ source, title: 'Chronic conditions' })
    boards.show({ source: { ...source }, title: 'Chronic conditions' })
    await vi.waitFor(() => expect(boards.shown).toHaveLength(2))
    boards.offerShown()
    expect(boards.offered).toHaveLength(1)
    leave()
    await vi.waitFor(() => expect(boards.shown).toHaveLength(1))
  })
})
